import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/load-config.ts'
import { configCommand } from './config-command.ts'
import { dashboardCommand } from './dashboard-command.ts'
import { demoCommand } from './demo-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { hostAgentCommand } from './host-agent/host-agent-command.ts'
import { hostPolicyCommand } from './host-policy/host-policy-command.ts'
import { hostCommand } from './hosts/host-command.ts'
import { hostsCommand } from './hosts/hosts-command.ts'
import { importProxyCommand } from './import-proxy/import-proxy-command.ts'
import { logLevelCommand } from './operating/log-level-command.ts'
import { CliFailure, type ExitCode } from './outcome.ts'
import { planCommand } from './plan/plan-command.ts'
import { replayCommand } from './replay/replay-command.ts'
import { schedulersCommand } from './schedulers/schedulers-command.ts'
import { serveCommand } from './serve-command.ts'
import { setupCommand } from './setup/setup-command.ts'
import { simulateEngineCommand } from './simulate-engine-command.ts'
import { migrateStoreCommand } from './store/migrate-store-command.ts'
import { storeCommand } from './store/store-command.ts'
import { supportBundleCommand } from './support/support-bundle-command.ts'
import { unitsCommand } from './units/units-command.ts'
import { versionText } from './version-info.ts'
import { balanceCommand } from './why/balance-command.ts'
import { whyCommand, whyNotCommand, whyNotMovedCommand } from './why/why-commands.ts'

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
  const commands = [
    ...[serveCommand, demoCommand, simulateEngineCommand],
    ...[planCommand],
    ...[whyCommand, whyNotCommand, whyNotMovedCommand, balanceCommand],
    ...[unitsCommand, schedulersCommand],
    ...[hostCommand, hostsCommand, hostPolicyCommand, hostAgentCommand],
    ...[setupCommand, importProxyCommand, doctorCommand, configCommand, storeCommand, migrateStoreCommand],
    ...[logLevelCommand, dashboardCommand, supportBundleCommand, replayCommand],
  ]
  for (const command of commands)
    program.addCommand(command(finish).exitOverride().showHelpAfterError('(--help shows all options)'))

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
