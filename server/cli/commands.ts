import type { Command } from 'commander'
import type { Finish } from './outcome.ts'

type MakeCommand = (finish: Finish) => Command

/** Every command by its name, in the order of `--help`. Each is loaded when it is asked for: all together take most of a second. */
const commands: Readonly<Record<string, () => Promise<MakeCommand>>> = {
  serve: async () => (await import('./serve-command.ts')).serveCommand,
  demo: async () => (await import('./demo-command.ts')).demoCommand,
  'simulate-engine': async () => (await import('./simulate-engine-command.ts')).simulateEngineCommand,
  plan: async () => (await import('./plan/plan-command.ts')).planCommand,
  why: async () => (await import('./why/why-commands.ts')).whyCommand,
  'why-not': async () => (await import('./why/why-commands.ts')).whyNotCommand,
  'why-not-moved': async () => (await import('./why/why-commands.ts')).whyNotMovedCommand,
  balance: async () => (await import('./why/balance-command.ts')).balanceCommand,
  units: async () => (await import('./units/units-command.ts')).unitsCommand,
  schedulers: async () => (await import('./schedulers/schedulers-command.ts')).schedulersCommand,
  host: async () => (await import('./hosts/host-command.ts')).hostCommand,
  hosts: async () => (await import('./hosts/hosts-command.ts')).hostsCommand,
  'host-policy': async () => (await import('./host-policy/host-policy-command.ts')).hostPolicyCommand,
  'host-agent': async () => (await import('./host-agent/host-agent-command.ts')).hostAgentCommand,
  setup: async () => (await import('./setup/setup-command.ts')).setupCommand,
  'import-proxy': async () => (await import('./import-proxy/import-proxy-command.ts')).importProxyCommand,
  doctor: async () => (await import('./doctor-command.ts')).doctorCommand,
  config: async () => (await import('./config-command.ts')).configCommand,
  store: async () => (await import('./store/store-command.ts')).storeCommand,
  'migrate-store': async () => (await import('./store/migrate-store-command.ts')).migrateStoreCommand,
  'log-level': async () => (await import('./operating/log-level-command.ts')).logLevelCommand,
  dashboard: async () => (await import('./dashboard-command.ts')).dashboardCommand,
  'support-bundle': async () => (await import('./support/support-bundle-command.ts')).supportBundleCommand,
  replay: async () => (await import('./replay/replay-command.ts')).replayCommand,
}

/** Those that these arguments may need: one that is named, none for the version, else all, since help lists them. */
export function neededCommands([first = '']: readonly string[]): readonly (() => Promise<MakeCommand>)[] {
  const named = Object.hasOwn(commands, first) ? commands[first] : undefined
  if (named !== undefined) return [named]
  return first === '--version' || first === '-V' ? [] : Object.values(commands)
}
