import type { DisabledUnit } from '../../../shared/plan/disabled-unit.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** By whom a unit was disabled, when and, if that was said, why. */
export function useDisabledText(): (disabled: DisabledUnit) => string {
  const { t, time } = useTexts()
  return ({ by: { name }, atMs, why }) =>
    t(why === '' ? 'units.disabled.by' : 'units.disabled.why', { name, time: time(atMs), why })
}
