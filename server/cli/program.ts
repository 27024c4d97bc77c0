import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { neededCommands } from './commands.ts'
import { CliFailure, type ExitCode } from './outcome.ts'
import { versionText } from './version-info.ts'

export async function runCli(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = new Command('ovirt-scheduler')
    .description('Scheduler and balancer for oVirt: recommends, explains and applies VM moves; answers the engine.')
    .version(versionText)
    .enablePositionalOptions()
    .showHelpAfterError('(--help shows all options)')
    .exitOverride()
  const finish = (code: ExitCode) => {
    exitCode = code
  }
  for (const load of neededCommands(args)) {
    const makeCommand = await load()
    program.addCommand(makeCommand(finish).exitOverride().showHelpAfterError('(--help shows all options)'))
  }

  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return explain(error)
  }
}

function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2 // commander has printed it already
  if (error instanceof ConfigError) {
    console.error(error.problems.map(problem => `error: ${problem}`).join('\n'))
    return 2
  }
  if (error instanceof CliFailure) {
    console.error(`error: ${error.message}`)
    return 1
  }
  throw error
}
