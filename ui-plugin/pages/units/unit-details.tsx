import { DescriptionList, Title } from '@patternfly/react-core'
import type { PluginView, UnitView } from '../../../shared/api/service.ts'
import { Fact } from '../../components/fact.tsx'
import type { MessageId } from '../../messages/english.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { UnitClusters } from './unit-clusters.tsx'
import { isolationOf } from './unit-facts.ts'
import { FunctionLabels } from './unit-labels.tsx'
import { UnitProperties } from './unit-properties.tsx'
import { UnitVerdicts } from './unit-verdicts.tsx'
import { useCallsText } from './use-call-texts.ts'
import { useDisabledText } from './use-disabled-text.ts'

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
        <Fact term={t('units.column.engine')}>{t(engineMeans(unit))}</Fact>
        <Use unit={unit} />
      </DescriptionList>
      <section>
        <Title headingLevel="h3" size="md">
          {t('units.detail.properties')}
        </Title>
        <UnitProperties unit={unit} />
      </section>
      <UnitVerdicts unitId={unit.id} />
    </div>
  )
}

/** What the engine makes of a unit that is disabled here is another matter. */
const engineMeans = ({ engine, state }: UnitView): MessageId =>
  state === 'disabled' && engine !== 'unknown' ? `units.engine.${engine}.disabled` : `units.engine.${engine}.means`

function Trouble({ unit: { problem, failedAtMs, warnings, disabled, quarantined } }: Readonly<{ unit: UnitView }>) {
  const { t, time, exactTime } = useTexts()
  const disabledText = useDisabledText()
  return (
    <>
      {disabled !== undefined && (
        <Fact term={t('units.detail.disabled')}>
          <span className="unit-problem">{disabledText(disabled)}</span>
          <p className="field-note">{t('units.detail.disabled.means')}</p>
        </Fact>
      )}
      {problem !== undefined && quarantined && (
        <Fact term={t('units.detail.quarantine')}>
          <span className="unit-problem">{problem}</span>
          <p className="field-note">{t('units.detail.quarantine.means')}</p>
          {failedAtMs !== undefined && (
            <span className="field-note" title={exactTime(failedAtMs)}>
              {t('units.detail.failedAt', { time: time(failedAtMs) })}
            </span>
          )}
        </Fact>
      )}
      {problem !== undefined && !quarantined && (
        <Fact term={t('units.detail.lastFailure')}>
          <span className="unit-problem">{problem}</span>
          {failedAtMs !== undefined && (
            <span className="field-note" title={exactTime(failedAtMs)}>
              {t('units.detail.failedAt', { time: time(failedAtMs) })}
            </span>
          )}
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
      <Fact term={t('units.detail.policies')}>
        {unit.policies.length === 0
          ? t(unit.engine === 'unknown' ? 'state.unknown' : 'units.detail.policies.none')
          : unit.policies.map(({ name }) => name).join(', ')}
      </Fact>
      <Fact term={t('units.column.calls')}>{callsText(unit.calls)}</Fact>
    </>
  )
}
