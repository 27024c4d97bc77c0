import type { HostConnectionKind, HostConnectionRule } from '../../shared/model/watched-host.ts'
import { type HostTls, readHostSasl, readHostTls } from '../config/read-host-access.ts'
import type { Config } from '../config/settings.ts'
import type { Dial } from '../hosts/host-client.ts'
import { HostError } from '../hosts/host-error.ts'

/** What is dialled. `hostId`: the engine's id of it. */
export type DialTarget = Readonly<{ hostId: string; address?: string | undefined }>

export type HostDials = (via: HostConnectionRule, target: DialTarget) => Dial

type Access = Readonly<{
  config: Config
  tls: HostTls | undefined
  sasl: Readonly<{ user: string; password: string }> | undefined
}>

type DialMaker = (access: Access, target: DialTarget, rule: HostConnectionRule) => Dial

const notBuiltIn =
  (what: string): DialMaker =>
  () =>
  async () => {
    throw new HostError('host-unsupported', `${what} is not built in yet.`)
  }

/** The one place where a connection of `hosts.connect` becomes a way to reach a host. */
const dialMakers: Readonly<Record<HostConnectionKind, DialMaker>> = {
  none: () => async () => {
    throw new HostError('host-unsupported', 'Its cluster has no connection.')
  },
  // dialVdsm({ address, port: config['hosts.vdsmPort'], ...(config['hosts.vdsmTls'] && tls && { tls }) })
  vdsm: notBuiltIn('vdsm'),
  // dialLibvirt({ transport: { kind: 'tls', address, port: config['hosts.libvirtPort'], ...tls }, sasl })
  'libvirt+tls': notBuiltIn('libvirt over TLS'),
  // dialLibvirt({ transport: { kind: 'ssh', address, user: config['hosts.sshUser'] }, sasl })
  'libvirt+ssh': notBuiltIn('libvirt over ssh'),
  // dialLibvirt({ transport: { kind: 'unix', path: rule.path }, sasl })
  'libvirt+unix': notBuiltIn('libvirt on this machine'),
  // dialSimulatedHost({ engineUrl: config['engine.url'], hostId })
  simulated: notBuiltIn('The simulated host'),
}

/** Reads certificates, keys and passwords that `hosts.*` names. Throws ConfigError with every problem. */
export function readHostDials(config: Config): HostDials {
  const access = { config, tls: readHostTls(config), sasl: readHostSasl(config) }
  return (via, target) => dialMakers[via.kind](access, target, via)
}
