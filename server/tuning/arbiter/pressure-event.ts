import type { PressureDecision } from '../../../shared/plan/pressure.ts'
import type { PressureFinding } from './pressure-finding.ts'

/** How an event goes on: `open` is kept for the next round, `told` is news. */
export type EventStep = Readonly<{ open?: PressureDecision; told?: PressureDecision }>

export type EventRound = Readonly<{
  kind: PressureDecision['kind']
  isShort: boolean
  nowMs: number
  arrivedNames: readonly string[]
  newId: () => string
}>

/**
 * `finding`: absent where the host is not short, or nothing was measured in this round, which changes nothing. News is that an
 * event begins or ends, and other means: new figures alone are none.
 */
export function stepEvent(
  open: PressureDecision | undefined,
  finding: PressureFinding | undefined,
  { kind, isShort, nowMs, arrivedNames, newId }: EventRound,
): EventStep {
  if (!isShort) return open ? { told: { ...open, endedAtMs: nowMs } } : {}
  if (finding === undefined) return open ? { open } : {}
  const decision: PressureDecision = {
    id: open?.id ?? newId(),
    kind,
    beganAtMs: open?.beganAtMs ?? nowMs,
    atMs: nowMs,
    what: finding.what,
    means: [...finding.means],
    afterArrivalOf: [...new Set([...(open?.afterArrivalOf ?? []), ...arrivedNames])],
  }
  const isNews = open === undefined || chosenOf(open) !== chosenOf(decision)
  return { open: decision, ...(isNews && { told: decision }) }
}

const chosenOf = ({ means }: PressureDecision): string =>
  means.flatMap(({ means, chosen }) => (chosen ? [means] : [])).join()
