import { Command, InvalidArgumentError, Option } from 'commander'
import type { HostConnectionRule } from '../../../shared/model/watched-host.ts'
import { parseHostConnection } from '../../config/host-connections.ts'
import { loadConfig } from '../../config/load-config.ts'
import { sleep } from '../../cycles/sleep.ts'
import { createLocalHost } from '../../hosts/local/local-host.ts'
import { dialWithLocalReadings } from '../../hosts/local/with-local-readings.ts'
import { MomDoorError } from '../../xmlrpc/mom/mom-door-error.ts'
import { readHostDials } from '../host-dials.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { untilStopped } from '../until-stopped.ts'
import { createAgentLog } from './agent-log.ts'
import { readAgentSettings, USUAL_CONF } from './agent-settings.ts'
import type { AgentMode } from './run-agent.ts'
import { startAgent } from './start-agent.ts'

type Options = Readonly<{ config?: string; via: HostConnectionRule; mode: AgentMode; takeOver?: boolean }>

const modes: readonly AgentMode[] = ['observe', 'dry-run', 'enforce']

const help = `
Nothing is changed unless --mode enforce is given. libvirt cannot tell whether vdsm’s MOM runs on the host, and two that set
the same knobs undo each other: stop MOM (mom-vdsm or momd) before you enforce. Where the host itself says that MOM runs, nothing
is set without --take-over.

Requests of a policy (migrate, suspend, shutdown) are logged and refused: there is no engine here. MOM's RPC is served where
rpc-port says. Without --config and without ${USUAL_CONF}, what vdsm would configure counts, with the built-in policies. Where
libvirt asks for a log-in: OVIRT_SCHEDULER_HOSTS_SASL_USER and OVIRT_SCHEDULER_HOSTS_SASL_PASSWORD_FILE.

Examples:
  ovirt-scheduler host-agent
  ovirt-scheduler host-agent --config /etc/vdsm/mom.conf --mode enforce
`

export function hostAgentCommand(_finish: Finish): Command {
  return new Command('host-agent')
    .description(
      'Be the policy engine of this machine, in the place of MOM: sample, evaluate, and set knobs, until stopped.',
    )
    .option('--config <file>', `mom.conf [default: ${USUAL_CONF}, where it is there]`)
    .addOption(
      new Option('--via <connection>', 'libvirt+unix, or libvirt+unix:PATH for another socket')
        .argParser(localConnection)
        .default({ kind: 'libvirt+unix' }, 'libvirt+unix'),
    )
    .addOption(
      new Option('--mode <mode>', 'observe: no policy is asked; dry-run: what it would change is logged')
        .choices(modes)
        .default('dry-run'),
    )
    .option('--take-over', 'set knobs also where the host says that MOM runs')
    .addHelpText('after', help)
    .action(async ({ config: momConf, via, mode, takeOver = false }: Options) => {
      const settings = readAgentSettings(momConf)
      const { config } = loadConfig({ environment: process.env, flags: {} })
      const { log, setVerbosity } = createAgentLog(settings.verbosity)
      for (const note of settings.notes) log.info({ note }, 'A setting of mom.conf.')
      const dial = dialWithLocalReadings(readHostDials(config, log)(via, { hostId: 'localhost' }), createLocalHost())
      const timeoutMs = config['hosts.callTimeout'] * 1000
      const deps = { dial, settings, mode, takeOver, timeoutMs, setVerbosity, now: Date.now, sleep, log }
      const stopping = untilStopped()
      const agent = await startAgent(deps).catch((error: unknown) => {
        // A port or socket that is taken, or not for us.
        if (error instanceof MomDoorError || (error instanceof Error && 'syscall' in error))
          throw new CliFailure(error.message)
        throw error
      })
      log.info({ mode, rpc: agent.rpcAt }, 'The policy engine of this host runs.')
      const signal = await stopping
      await agent.stop()
      log.info({ signal }, 'Stopped; knobs stay as they are.')
    })
}

function localConnection(given: string): HostConnectionRule {
  const rule = parseHostConnection(given)
  if (typeof rule === 'string') throw new InvalidArgumentError(rule)
  if (rule.kind !== 'libvirt+unix') throw new InvalidArgumentError('This machine is reached by libvirt+unix only.')
  return rule
}
