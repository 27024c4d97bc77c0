import { Button } from '@patternfly/react-core'
import { Table, Th, Thead, Tr } from '@patternfly/react-table'
import { useState } from 'react'
import type { UnitList, UnitView } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { isIn, UnitFilter, type UnitFilterName } from './unit-filter.tsx'
import { inOrder, worstFirst } from './unit-order.ts'
import { UnitRow } from './unit-row.tsx'

/** Of many units these are shown, and all that are not active; the others wait behind a button. */
const FIRST = 10
/** Of more than these, a reader may choose by state. */
const FEW = 20

export function UnitTable({ list, onReload }: Readonly<{ list: UnitList; onReload: () => void }>) {
  const { t } = useTexts()
  const all = useSteadyUnits(list.units)
  const [filter, setFilter] = useState<UnitFilterName>('all')
  // What was in the chosen state stays until another choice: no row vanishes under the pointer.
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const rows = all.filter(unit => chosen.has(unit.id) || isIn(filter, unit))
  const choose = (next: UnitFilterName) => {
    setFilter(next)
    setChosen(new Set(all.filter(unit => isIn(next, unit)).map(({ id }) => id)))
  }
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? rows : rows.filter(({ state }, index) => index < FIRST || state !== 'active')
  return (
    <>
      {all.length > FEW && <UnitFilter units={all} chosen={filter} onChoose={choose} />}
      <Table variant="compact" isStickyHeader aria-label={t('units.title')} className="unit-table">
        <Thead>
          <Tr>
            <Th screenReaderText={t('units.column.details')} className="row-toggle" />
            <Th>{t('units.column.unit')}</Th>
            <Th className="if-760">{t('units.column.does')}</Th>
            <Th className="if-1010">{t('units.column.from')}</Th>
            <Th>{t('units.column.state')}</Th>
            <Th>{t('units.column.engine')}</Th>
            <Th className="if-1180">{t('units.column.usedBy')}</Th>
            <Th className="figure if-880" modifier="nowrap">
              {t('units.column.calls')}
            </Th>
            <Th className="figure if-1100" modifier="nowrap">
              {t('units.column.times')}
            </Th>
            <Th screenReaderText={t('units.column.actions')} />
          </Tr>
        </Thead>
        {shown.map(unit => (
          <UnitRow
            key={unit.id}
            unit={unit}
            plugin={list.plugins.find(({ file }) => file === unit.source)}
            wrapper={list.sandbox.wrapper}
            permissionLacking={list.mayReload ? undefined : list.permissionNeeded}
            onReload={onReload}
          />
        ))}
      </Table>
      {rows.length === 0 && <p className="field-note">{t('units.filter.none')}</p>}
      {(shown.length < rows.length || (showsAll && rows.length > FIRST)) && (
        <Button
          variant="link"
          isInline
          className="units-more"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? t('units.showFewer') : t('units.showAll', { units: rows.length })}
        </Button>
      )}
    </>
  )
}

/** Worst first when the page is opened; afterwards no row moves under the pointer. */
function useSteadyUnits(units: readonly UnitView[]): readonly UnitView[] {
  const [seen, setSeen] = useState(units)
  const [rows, setRows] = useState(() => worstFirst(units))
  if (seen === units) return rows
  const next = inOrder(
    rows.map(({ id }) => id),
    units,
  )
  setSeen(units)
  setRows(next)
  return next
}
