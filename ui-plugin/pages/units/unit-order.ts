import type { UnitView } from '../../../shared/api/service.ts'
import { keepPlaces } from '../../components/keep-places.ts'

/** Quarantined first, then what is disabled, then what warns, then a site's own before ours; ties by name. */
const rank = ({ state, warnings, kind }: UnitView): number => {
  if (state === 'quarantined') return 0
  if (state === 'disabled') return 1
  if (warnings.length > 0) return 2
  return kind === 'built-in' ? 4 : 3
}

export const worstFirst = (units: readonly UnitView[]): readonly UnitView[] =>
  units.toSorted((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id))

/** Units that were shown keep their place, whatever became of them; new ones follow. */
export const inOrder = (shown: readonly string[], units: readonly UnitView[]): readonly UnitView[] =>
  keepPlaces(shown, worstFirst(units), ({ id }) => id)
