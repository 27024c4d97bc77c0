import type { Change } from './setup-record.ts'

/** One thing that `setup` is to do. */
export type SetupStep = Readonly<{
  /** What it does, as a line that begins with a verb. */
  what: string
  /** Does it and resolves with what was changed by it; rejects with CliFailure. */
  carryOut: () => Promise<readonly Change[]> | readonly Change[]
}>

/** A command of the engine host that changes something there. It is shown, and run only when that is asked for. */
export type HostCommand = Readonly<{
  why: string
  command: readonly [string, ...string[]]
  /** What takes it back; asked before it is run. */
  undo: () => readonly (readonly string[])[]
}>

/** Runs a command of the machine and waits for its end. */
export type RunCommand = (command: readonly string[]) => Readonly<{ status: number | null; output: string }>
