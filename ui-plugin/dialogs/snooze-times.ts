/** How long a recommendation may be put aside, in the order in which that is offered. */
export const snoozeChoices = ['hour', 'morning', 'week'] as const
export type SnoozeChoice = (typeof snoozeChoices)[number]

const HOUR_MS = 3_600_000
const MORNING_HOUR = 8

/** When it comes back, by the reader's clock: days differ in length where the clock is put forward or back. */
export function snoozedUntil(choice: SnoozeChoice, nowMs: number): number {
  if (choice === 'hour') return nowMs + HOUR_MS
  const until = new Date(nowMs)
  if (choice === 'week') return until.setDate(until.getDate() + 7)
  until.setDate(until.getDate() + 1)
  return until.setHours(MORNING_HOUR, 0, 0, 0)
}
