import { existsSync } from 'node:fs'
import { ConfigError } from '../../config/config-error.ts'
import { type MomPolicySource, readMomConf } from '../../config/mom-conf.ts'
import type { MomRpc, MomVerbosity } from '../../config/mom-settings.ts'
import type { GuestCollector, HostCollector } from '../../tuning/collectors/collector.ts'
import { CollectorError, collectorsOf } from '../../tuning/collectors/collectors-of.ts'
import { usualCollectors } from '../../tuning/collectors/usual-collectors.ts'
import { type ControllerName, controllerNames } from '../../tuning/knobs/controllers.ts'

export const USUAL_CONF = '/etc/momd.conf'

/** `built-in`: the default policies that come with the service. */
export type AgentPolicySource = MomPolicySource | Readonly<{ kind: 'built-in' }>

/** What mom.conf says that means something here. */
export type AgentSettings = Readonly<{
  hostIntervalS: number
  guestIntervalS: number
  policyIntervalS: number
  historyLength: number
  hostCollectors: readonly HostCollector[]
  guestCollectors: readonly GuestCollector[]
  controllers: readonly ControllerName[]
  policies: AgentPolicySource
  rpc: MomRpc
  verbosity: MomVerbosity
  /** What has no effect, or another than in MOM; one line each. */
  notes: readonly string[]
}>

/**
 * The settings of a host's own agent. `path` undefined: MOM's usual file, and where there is none what vdsm would set, with the
 * built-in policies. Throws ConfigError with every problem.
 */
export function readAgentSettings(path?: string): AgentSettings {
  const isBuiltIn = path === undefined && !existsSync(USUAL_CONF)
  if (path !== undefined && !existsSync(path))
    throw new ConfigError([`${path} is not there; leave --config out for none`])
  const { conf, problems } = readMomConf(path ?? USUAL_CONF)
  const errors = problems.filter(({ level }) => level === 'error').map(({ message }) => message)
  const chosen = isBuiltIn ? builtInChoice : conf
  const unknown = chosen.controllers.filter(name => !isController(name))
  errors.push(...unknown.map(name => `controllers: there is no ${name}; there are ${controllerNames.join(', ')}`))
  const collectors = collectorsIn([...chosen.hostCollectors, ...chosen.guestCollectors])
  if ('problem' in collectors) errors.push(collectors.problem)
  if (errors.length > 0 || 'problem' in collectors) throw new ConfigError(errors)
  return {
    ...collectors,
    hostIntervalS: conf.hostMonitorIntervalS,
    guestIntervalS: conf.hasThreadPerGuest ? conf.guestMonitorIntervalS : conf.guestManagerIntervalS,
    policyIntervalS: conf.policyEngineIntervalS,
    historyLength: conf.sampleHistoryLength,
    controllers: chosen.controllers.filter(isController),
    policies: isBuiltIn ? { kind: 'built-in' } : conf.policies,
    rpc: conf.rpc,
    verbosity: conf.verbosity,
    notes: [
      ...problems.map(({ message }) => message),
      ...(conf.hypervisorInterface === 'libvirt'
        ? []
        : ['hypervisor-interface: the host is asked by libvirt all the same']),
      ...(conf.libvirtUri === '' || conf.libvirtUri === SYSTEM ? [] : [`libvirt-hypervisor-uri: ${SYSTEM} is used`]),
      ...(conf.log.kind === 'stdio' ? [] : ['log: lines go to the standard error stream']),
      ...(conf.plotDirectory === '' ? [] : ['plot-dir: no samples are written']),
    ],
  }
}

const SYSTEM = 'qemu:///system'

const builtInChoice = {
  controllers: ['Balloon', 'KSM', 'CpuTune', 'IoTune'] as readonly string[],
  hostCollectors: usualCollectors,
  guestCollectors: [] as readonly string[],
}

const isController = (name: string): name is ControllerName => (controllerNames as readonly string[]).includes(name)

function collectorsIn(names: readonly string[]): ReturnType<typeof collectorsOf> | Readonly<{ problem: string }> {
  try {
    return collectorsOf(names)
  } catch (error) {
    if (error instanceof CollectorError) return { problem: `collectors: ${error.message}` }
    throw error
  }
}
