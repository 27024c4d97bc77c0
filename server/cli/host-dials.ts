import type { HostConnectionKind, HostConnectionRule } from '../../shared/model/watched-host.ts'
import type { Config } from '../config/settings.ts'
import type { Dial } from '../hosts/host-client.ts'
import { HostError } from '../hosts/host-error.ts'
import { dialLibvirt, type LibvirtWay, SYSTEM_URI } from '../hosts/libvirt/dial-libvirt.ts'
import { sshWay } from '../hosts/libvirt/open-command.ts'
import { dialSimulatedHost } from '../hosts/simulated/dial-simulated-host.ts'
import { dialVdsm } from '../hosts/vdsm/dial-vdsm.ts'
import type { Log } from '../telemetry/log.ts'
import { type HostAccessFiles, hostAccessFiles } from './hosts/host-access-files.ts'
import { silentLog } from './units/load-on-trial.ts'

/** What is dialled. `hostId`: the engine's id of it. */
export type DialTarget = Readonly<{ hostId: string; address?: string | undefined }>

export type HostDials = (via: HostConnectionRule, target: DialTarget) => Dial

type Dialled = HostAccessFiles & Readonly<{ config: Config; hostId: string; address: string; path?: string }>

const libvirt = (way: LibvirtWay, sasl: HostAccessFiles['sasl']): Dial =>
  dialLibvirt({ way, ...(sasl && { sasl }), now: Date.now })

/** A cluster that is connected by TLS without its files has kept the service from starting, and `host` from asking. */
function needed<T>(files: T | undefined): T {
  if (files === undefined)
    throw new HostError('host-certificate', 'hosts.caFile, certificateFile and keyFile are not set.')
  return files
}

/**
 * The one place where a connection of `hosts.connect` becomes a way to reach a host. Made anew for each attempt, with the files
 * as they are then.
 */
const dialMakers: Readonly<Record<HostConnectionKind, (dialled: Dialled) => Dial>> = {
  none: () => async () => {
    throw new HostError('host-unsupported', 'Its cluster has no connection.')
  },
  vdsm: ({ config, address, tls }) =>
    dialVdsm({ address, port: config['hosts.vdsmPort'], tls: config['hosts.vdsmTls'] ? needed(tls) : 'clear' }),
  'libvirt+tls': ({ config, address, tls, sasl }) =>
    libvirt({ kind: 'tls', host: address, port: config['hosts.libvirtPort'], tls: needed(tls) }, sasl),
  'libvirt+ssh': ({ config, address, sasl }) =>
    libvirt({ kind: 'command', ...sshWay(address, { user: config['hosts.sshUser'], uri: SYSTEM_URI }) }, sasl),
  'libvirt+unix': ({ path, sasl }) => libvirt({ kind: 'unix', ...(path !== undefined && { path }) }, sasl),
  simulated: ({ config, hostId }) => dialSimulatedHost({ origin: new URL(config['engine.url']).origin, hostId }),
}

/** Reads certificates, key and password that `hosts.*` names. Throws ConfigError with every problem. */
export function readHostDials(config: Config, log: Pick<Log, 'warn'> = silentLog()): HostDials {
  const files = hostAccessFiles(config, { now: Date.now, log })
  return ({ kind, path }, { hostId, address = '' }) =>
    (onEvent, signal) => {
      const dialled = { config, hostId, address, ...(path !== undefined && { path }), ...files() }
      return dialMakers[kind](dialled)(onEvent, signal)
    }
}
