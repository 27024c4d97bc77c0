/** The reads come at a rhythm of their own: what would be due in the next half second is due now. */
const EARLY_MS = 500

/** Whether something that was done at a time, and is done at an interval, is to be done again. A clock that was put back: yes. */
export const isDue = (lastMs: number, intervalMs: number, nowMs: number): boolean =>
  nowMs < lastMs || nowMs - lastMs >= intervalMs - EARLY_MS
