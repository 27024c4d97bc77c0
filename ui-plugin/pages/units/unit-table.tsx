import { Button } from '@patternfly/react-core'
import { Table, Th, Thead, Tr } from '@patternfly/react-table'
import { useState } from 'react'
import type { UnitList, UnitView } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { inOrder, worstFirst } from './unit-order.ts'
import { UnitRow } from './unit-row.tsx'

/** Of many units these are shown, and all that are quarantined; the others wait behind a button. */
const FIRST = 10

export function UnitTable({ list, onReload }: Readonly<{ list: UnitList; onReload: () => void }>) {
  const { t } = useTexts()
  const rows = useSteadyUnits(list.units)
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? rows : rows.filter(({ state }, index) => index < FIRST || state === 'quarantined')
  return (
    <>
      <Table variant="compact" isStickyHeader aria-label={t('units.title')} className="unit-table">
        <Thead>
          <Tr>
            <Th screenReaderText={t('units.column.details')} className="unit-toggle" />
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
      {(shown.length < rows.length || showsAll) && (
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
