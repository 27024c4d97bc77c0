import { Td, Tr } from '@patternfly/react-table'
import { Fragment, type ReactNode, useState } from 'react'
import type { PluginView, UnitView } from '../../../shared/api/service.ts'
import { OpenableRow } from '../../components/openable-row.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { UnitActions } from './unit-actions.tsx'
import { UnitClusters } from './unit-clusters.tsx'
import { UnitDetails } from './unit-details.tsx'
import { fileName, isFromPlugin } from './unit-facts.ts'
import { EngineLabel, FunctionLabels, IsolationLabel, StateLabels } from './unit-labels.tsx'
import { useMsText } from './use-call-texts.ts'
import { useDisabledText } from './use-disabled-text.ts'
import { useReloadUnit } from './use-reload-unit.ts'

export type UnitRowProps = Readonly<{
  unit: UnitView
  /** The file that it comes from; none for a unit of ours. */
  plugin: PluginView | undefined
  wrapper: string
  /** The permission that reloading and switching need and the reader lacks. */
  permissionLacking: string | undefined
  onReload: () => void
}>

const COLUMNS = 10

/** One unit; below it why it was not reloaded, and its details when they are wanted. */
export function UnitRow({ unit, plugin, wrapper, permissionLacking, onReload }: UnitRowProps) {
  const { t, exactTime, phrase } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const reloading = useReloadUnit(unit, onReload)
  const { id, description, state, problem, disabled } = unit
  const disabledText = useDisabledText()
  const refusal = reloading.action.state === 'failed' && (
    <Tr className="unit-refusal">
      <Td colSpan={COLUMNS}>
        <FailureAlert
          title={t('units.reload.failed', { unit: id })}
          failure={reloading.action.failure}
          onClose={reloading.clear}
        />
      </Td>
    </Tr>
  )
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      label={t('units.details.of', { unit: id })}
      columns={COLUMNS}
      between={refusal}
      details={<UnitDetails unit={unit} plugin={plugin} wrapper={wrapper} />}
    >
      <Td dataLabel={t('units.column.unit')} className="unit-name">
        <strong>{breakable(id)}</strong>
        <span className="field-note">{phrase(description)}</span>
      </Td>
      <Td dataLabel={t('units.column.does')} className="if-760">
        <FunctionLabels functions={unit.functions} />
      </Td>
      <Td dataLabel={t('units.column.from')} className="if-1010">
        <From unit={unit} />
      </Td>
      <Td dataLabel={t('units.column.state')}>
        <StateLabels unit={unit} plugin={plugin} />
        {disabled !== undefined && (
          <span className="field-note unit-reason" title={exactTime(disabled.atMs)}>
            {disabledText(disabled)}
          </span>
        )}
        {state === 'quarantined' && (
          <span className="field-note unit-reason" title={problem}>
            {problem}
          </span>
        )}
      </Td>
      <Td dataLabel={t('units.column.engine')}>
        <EngineLabel engine={unit.engine} />
      </Td>
      <Td dataLabel={t('units.column.usedBy')} className="if-1180">
        <UnitClusters unit={unit} />
      </Td>
      <Calls calls={unit.calls} />
      <Td>
        <UnitActions unit={unit} reloading={reloading} permissionLacking={permissionLacking} onChange={onReload} />
      </Td>
    </OpenableRow>
  )
}

/** Names may be long; they are broken where a person would. */
const breakable = (name: string): ReactNode =>
  name.split(/(?<=[_-])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name have no other identity
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ))

const CHECKSUM_SHOWN = 8

/** Where its code comes from, and how far it is kept from the service. */
function From({ unit }: Readonly<{ unit: UnitView }>) {
  const { t } = useTexts()
  const { source, checksum, replacesBuiltIn } = unit
  return (
    <>
      {isFromPlugin(unit) ? (
        <span className="unit-file" title={source}>
          {fileName(source)}
        </span>
      ) : (
        t('units.from.builtIn')
      )}
      {checksum !== undefined && (
        <span className="field-note" title={checksum}>
          {t('units.from.checksum', { start: checksum.slice(0, CHECKSUM_SHOWN) })}
        </span>
      )}
      {replacesBuiltIn && <span className="field-note">{t('units.from.replaces')}</span>}
      <IsolationLabel unit={unit} />
    </>
  )
}

function Calls({ calls: { count, failures, p50Ms, p99Ms } }: Readonly<{ calls: UnitView['calls'] }>) {
  const { t, number } = useTexts()
  const msText = useMsText()
  return (
    <>
      <Td dataLabel={t('units.column.calls')} className="figure if-880" modifier="nowrap">
        {number(count)}
        {failures > 0 && <span className="field-note">{t('units.calls.failed', { count: failures })}</span>}
      </Td>
      <Td dataLabel={t('units.column.times')} className="figure if-1100">
        {p50Ms === undefined || p99Ms === undefined ? (
          <span className="field-note">{t('units.calls.none')}</span>
        ) : (
          <span className="unit-times">{`${msText(p50Ms)} / ${msText(p99Ms)}`}</span>
        )}
      </Td>
    </>
  )
}
