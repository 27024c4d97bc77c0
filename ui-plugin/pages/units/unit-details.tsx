import { DescriptionList, Title } from '@patternfly/react-core'
import type { PluginView, UnitView } from '../../../shared/api/service.ts'
import { Fact } from '../../components/fact.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { UnitClusters } from './unit-clusters.tsx'
import { isolationOf } from './unit-facts.ts'
import { FunctionLabels } from './unit-labels.tsx'
import { UnitProperties } from './unit-properties.tsx'
import { useCallsText } from './use-call-texts.ts'

export type UnitDetailsProps = Readonly<{ unit: UnitView; plugin: PluginView | undefined; wrapper: string }>

/** All there is to know of a unit, also what its row had no room for. */
export function UnitDetails({ unit, plugin, wrapper }: UnitDetailsProps) {
  const { t } = useTexts()
  return (
    <div className="unit-details">
      <DescriptionList isCompact isHorizontal horizontalTermWidthModifier={{ default: '20ch' }}>
        <Trouble unit={unit} />
        <Origin unit={unit} plugin={plugin} />
        <Fact term={t('units.detail.isolation')}>{t(`units.isolation.${isolationOf(unit)}.means`, { wrapper })}</Fact>
        <Fact term={t('units.column.engine')}>{t(`units.engine.${unit.engine}.means`)}</Fact>
        <Use unit={unit} />
      </DescriptionList>
      <section>
        <Title headingLevel="h3" size="md">
          {t('units.detail.properties')}
        </Title>
        <UnitProperties unit={unit} />
      </section>
    </div>
  )
}

function Trouble({ unit: { state, problem, warnings } }: Readonly<{ unit: UnitView }>) {
  const { t } = useTexts()
  return (
    <>
      {problem !== undefined && state === 'quarantined' && (
        <Fact term={t('units.detail.quarantine')}>
          <span className="unit-problem">{problem}</span>
          <p className="field-note">{t('units.detail.quarantine.means')}</p>
        </Fact>
      )}
      {problem !== undefined && state === 'active' && (
        <Fact term={t('units.detail.lastFailure')}>
          <span className="unit-problem">{problem}</span>
        </Fact>
      )}
      {warnings.length > 0 && (
        <Fact term={t('units.detail.warnings')}>
          <ul>
            {warnings.map(warning => (
              <li key={warning} className="unit-problem">
                {warning}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </>
  )
}

function Origin({ unit, plugin }: Readonly<{ unit: UnitView; plugin: PluginView | undefined }>) {
  const { t, number } = useTexts()
  const { kind, source, checksum, replacesBuiltIn } = unit
  if (kind === 'built-in') return <Fact term={t('units.column.from')}>{t('units.from.builtIn')}</Fact>
  return (
    <>
      <Fact term={t('units.detail.file')}>
        <span className="unit-problem">{source}</span>
        {replacesBuiltIn && <span className="field-note">{t('units.from.replaces')}</span>}
      </Fact>
      {checksum !== undefined && (
        <Fact term={t('units.detail.checksum')}>
          <span className="unit-checksum">{checksum}</span>
        </Fact>
      )}
      {plugin !== undefined && plugin.restarts > 0 && (
        <Fact term={t('units.detail.restarts')}>{number(plugin.restarts)}</Fact>
      )}
    </>
  )
}

function Use({ unit }: Readonly<{ unit: UnitView }>) {
  const { t } = useTexts()
  const callsText = useCallsText()
  return (
    <>
      <Fact term={t('units.column.does')}>
        <FunctionLabels functions={unit.functions} />
      </Fact>
      {unit.functions.includes('filter') && (
        <Fact term={t('units.detail.onFailure')}>{t(`units.detail.onFailure.${unit.onFailure}`)}</Fact>
      )}
      <Fact term={t('units.column.usedBy')}>
        <UnitClusters unit={unit} />
      </Fact>
      <Fact term={t('units.column.calls')}>{callsText(unit.calls)}</Fact>
    </>
  )
}
