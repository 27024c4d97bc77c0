/** 0: done. 1: the work failed. 2: it was asked for in a wrong way, nothing was started. */
export type ExitCode = 0 | 1 | 2

/** Tells the exit code; the process ends by itself when nothing is left to do. */
export type Finish = (code: ExitCode) => void

/** Something that a person can put right; shown as one sentence without a stack. */
export class CliFailure extends Error {
  override name = 'CliFailure'
}
