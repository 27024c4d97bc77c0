import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import type { UnitView } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export const unitFilters = ['all', 'active', 'disabled', 'quarantined', 'not_seen', 'used'] as const
export type UnitFilterName = (typeof unitFilters)[number]

/** Whether a unit is in the state that a reader looks for. */
export function isIn(filter: UnitFilterName, { state, engine, usedBy }: UnitView): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'not_seen':
      return engine === 'not_seen'
    case 'used':
      return usedBy.length > 0
    default:
      return state === filter
  }
}

export type UnitFilterProps = Readonly<{
  units: readonly UnitView[]
  chosen: UnitFilterName
  onChoose: (filter: UnitFilterName) => void
}>

/** Which of many units are shown, by their state, with how many there are of each. */
export function UnitFilter({ units, chosen, onChoose }: UnitFilterProps) {
  const { t } = useTexts()
  return (
    <ToggleGroup isCompact aria-label={t('units.filter')} className="unit-filter">
      {unitFilters.map(filter => (
        <ToggleGroupItem
          key={filter}
          text={t(`units.filter.${filter}`, { count: units.filter(unit => isIn(filter, unit)).length })}
          isSelected={filter === chosen}
          onChange={() => onChoose(filter)}
        />
      ))}
    </ToggleGroup>
  )
}
