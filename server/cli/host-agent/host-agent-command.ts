import { Command, InvalidArgumentError, Option } from 'commander'
import { parseCpuList } from '../../../shared/measure/parse-cpu-list.ts'
import { type TuningMode, tuningModes } from '../../../shared/model/tuning.ts'
import type { HostConnectionRule } from '../../../shared/model/watched-host.ts'
import { type MemoryOwner, memoryOwners } from '../../../shared/plan/tuning-state.ts'
import { parseHostConnection } from '../../config/host-connections.ts'
import { loadConfig } from '../../config/load-config.ts'
import { sleep } from '../../cycles/sleep.ts'
import { createLocalHost } from '../../hosts/local/local-host.ts'
import { dialWithLocalReadings } from '../../hosts/local/with-local-readings.ts'
import { MomDoorError } from '../../xmlrpc/mom/mom-door-error.ts'
import { readHostDials } from '../host-dials.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { untilStopped } from '../until-stopped.ts'
import { HOST_ID } from './agent-balancing.ts'
import { createAgentLog } from './agent-log.ts'
import { readAgentSettings, USUAL_CONF } from './agent-settings.ts'
import { lockState } from './lock-state.ts'
import type { AgentMode } from './run-agent.ts'
import { startAgent } from './start-agent.ts'
import { createStateFile, usualStateFile } from './state-file.ts'

type Options = Readonly<{
  config?: string
  via: HostConnectionRule
  mode: AgentMode
  pinning: TuningMode
  memory: MemoryOwner
  reservedCpus: ReadonlySet<number>
  state: string
  takeOver?: boolean
}>

const modes: readonly AgentMode[] = ['observe', 'dry-run', 'enforce']

const help = `
Nothing is changed unless --mode or --pinning is enforce. libvirt cannot tell whether vdsm’s MOM runs on the host, and two that set
the same knobs undo each other: stop MOM (mom-vdsm or momd) before you enforce. Where the host itself says that MOM runs, nothing of
what MOM sets is set without --take-over. MOM sets no pins.

--pinning: each vCPU stays within the CPUs that its VM is configured for, and a VM with a single core is left alone. No vCPU is
put on CPUs that the host has isolated, or that --reserved-cpus names.
--memory balancer sets the balloons in the place of the policy, by who is short and who has plenty, in the --mode given; guarantees hold.

How things were found is written to the state file before they are changed. They are given back when the agent is stopped (SIGTERM or
SIGINT, within 20 seconds), and what an earlier run left, killed perhaps, when it starts: pins always, all else unless --mode is
enforce. While the state file cannot be read nothing is changed: mend it, or move it away to give up what it says. There is one agent
of a host at a time.

Requests of a policy (migrate, suspend, shutdown) are logged and refused: there is no engine here. MOM's RPC is served where
rpc-port says. Without --config and without ${USUAL_CONF}, what vdsm would configure counts, with the built-in policies. Where
libvirt asks for a log-in: OVIRT_SCHEDULER_HOSTS_SASL_USER and OVIRT_SCHEDULER_HOSTS_SASL_PASSWORD_FILE.

Examples:
  ovirt-scheduler host-agent
  ovirt-scheduler host-agent --config /etc/vdsm/mom.conf --mode enforce
  ovirt-scheduler host-agent --mode observe --pinning enforce --reserved-cpus 0,1
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
    .addOption(
      new Option('--pinning <mode>', 'of the vCPU balancer, which evens the load of CPUs by pins')
        .choices(tuningModes)
        .default('observe'),
    )
    .addOption(
      new Option('--memory <owner>', 'who sets the balloons, in the mode given')
        .choices(memoryOwners)
        .default('policy'),
    )
    .addOption(
      new Option('--reserved-cpus <list>', 'CPUs that no vCPU is put on, such as 0-3,8')
        .argParser(cpuSet)
        .default(new Set(), 'none'),
    )
    .addOption(new Option('--state <file>', 'how things were found before they were changed').default(usualStateFile()))
    .option('--take-over', 'set knobs also where the host says that MOM runs')
    .addHelpText('after', help)
    .action(async ({ config: momConf, via, reservedCpus, state, ...asked }: Options) => {
      const settings = readAgentSettings(momConf)
      const { config } = loadConfig({ environment: process.env, flags: {} })
      const { log, setVerbosity } = createAgentLog(settings.verbosity)
      for (const note of settings.notes) log.info({ note }, 'A setting of mom.conf.')
      const dial = dialWithLocalReadings(readHostDials(config, log)(via, { hostId: HOST_ID }), createLocalHost())
      const timeoutMs = config['hosts.callTimeout'] * 1000
      const modes = { takeOver: false, ...asked }
      const lock = lockState(state)
      const stopping = untilStopped()
      try {
        const agent = await startAgent({
          ...{ dial, settings, modes, timeoutMs, setVerbosity, sleep, log, now: Date.now },
          ...{ reservedCpuIds: reservedCpus, state: createStateFile(state, HOST_ID) },
        }).catch((error: unknown) => {
          // A port or socket that is taken, or not for us.
          if (error instanceof MomDoorError || (error instanceof Error && 'syscall' in error))
            throw new CliFailure(error.message)
          throw error
        })
        log.info({ ...modes, state, rpc: agent.rpcAt }, 'The policy engine of this host runs.')
        const signal = await stopping
        await agent.stop()
        log.info({ signal }, 'Stopped.')
      } finally {
        lock.release()
      }
    })
}

function cpuSet(given: string): ReadonlySet<number> {
  const ids = parseCpuList(given)
  if (ids === undefined) throw new InvalidArgumentError('It must be CPUs such as 0-3,8.')
  return new Set(ids)
}

function localConnection(given: string): HostConnectionRule {
  const rule = parseHostConnection(given)
  if (typeof rule === 'string') throw new InvalidArgumentError(rule)
  if (rule.kind !== 'libvirt+unix') throw new InvalidArgumentError('This machine is reached by libvirt+unix only.')
  return rule
}
