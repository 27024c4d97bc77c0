import type { UnitView } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'

const SMALLEST_MS = 0.1

/** Milliseconds without decimals, one below 10; the unit stands elsewhere. */
export function useMsText(): (ms: number) => string {
  const { t, number } = useTexts()
  return ms => {
    if (ms < SMALLEST_MS) return t('units.calls.tiny')
    const tenths = Math.round(ms * 10) / 10
    return number(tenths < 10 ? tenths : Math.round(ms))
  }
}

/** The calls of a unit as one line. */
export function useCallsText(): (calls: UnitView['calls']) => string {
  const { t } = useTexts()
  const msText = useMsText()
  return ({ count, failures, p50Ms, p99Ms }) => {
    if (count === 0) return t('units.calls.none')
    const counts = t('units.calls.text', { calls: count, failures })
    if (p50Ms === undefined || p99Ms === undefined) return counts
    return `${counts}; ${t('units.calls.times', { p50: msText(p50Ms), p99: msText(p99Ms) })}`
  }
}
