import { spawnSync } from 'node:child_process'
import { CliFailure } from '../outcome.ts'
import { commandText } from './host-commands.ts'
import type { RunCommand } from './setup-step.ts'

/** Runs a command of this machine. */
export const runOnHost: RunCommand = ([program = '', ...args]) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  return { status, output: error === undefined ? `${stdout}${stderr}` : error.message }
}

/** Throws CliFailure with what the command said when it fails. */
export function mustRun(run: RunCommand, command: readonly string[]): void {
  const { status, output } = run(command)
  if (status !== 0) throw new CliFailure(`${commandText(command)}: ${output.trim() || `exit code ${status}`}`)
}
