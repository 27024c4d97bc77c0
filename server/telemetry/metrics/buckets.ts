/** Upper bounds of histograms, in seconds. */

/** What a person or another machine waits for. */
export const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** A filter call must answer within the engine's patience, and mostly takes well under a millisecond. */
export const CALL_SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

/** Searches, which are given their time by a setting. */
export const SEARCH_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 80]

/** Migrations, and runs of many of them. */
export const MIGRATION_SECONDS = [1, 5, 15, 30, 60, 120, 300, 900, 3600, 14_400]

export const seconds = (ms: number): number => ms / 1000
