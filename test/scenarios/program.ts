/**
 * The words that run our command line: what `npm test` has just built, as its users have it and in half the time, else the sources.
 * Relative to the root of the tree.
 */
export const program: readonly [string, string] = [process.execPath, process.env.TESTED_PROGRAM ?? 'server/main.ts']
