/** When it is looked at what came of a run, in minutes after it ended. The first look is for whoever has just applied it. */
export const MEASURED_AFTER_MINUTES = [2, 15, 60] as const

/** Earlier than this a figure may still be that of a moment: nobody is judged by it. */
export const JUDGED_AFTER_MINUTES = 15

/** A host is changed by others too; a promise of less, in percent points, is not told apart from that. */
export const LEAST_CHANGE_PERCENT = 1

/** A look that comes later than this says nothing any more, and is not taken. */
export const lastLookMs = (endedAtMs: number, minutes: number): number => endedAtMs + 2 * minutes * 60_000
