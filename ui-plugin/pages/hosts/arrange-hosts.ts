import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { compareNames } from '../../../shared/measure/compare-names.ts'
import { compareKeys, type SortKey } from '../../components/compare-keys.ts'
import { memoryUsedPercent, standings } from './watched-host-facts.ts'

/** Which hosts are looked at; '' is any. */
export type HostFilter = Readonly<{
  text: string
  clusterId: string
  state: '' | WatchedHostView['connection']['state']
}>

export const everyHost: HostFilter = { text: '', clusterId: '', state: '' }

export const hostColumns = ['name', 'cluster', 'connection', 'cpu', 'memory', 'swap', 'ksm', 'vms', 'age'] as const
export type HostColumn = (typeof hostColumns)[number]
export type HostOrder = Readonly<{ by: HostColumn; direction: 'asc' | 'desc' }>

/** Those that need somebody first. */
export const troubleFirst: HostOrder = { by: 'connection', direction: 'asc' }

/** What is asked for first of a column: the most of what is used. */
export const firstDirection = (by: HostColumn): HostOrder['direction'] =>
  by === 'name' || by === 'cluster' || by === 'connection' ? 'asc' : 'desc'

export function matches(host: WatchedHostView, { text, clusterId, state }: HostFilter): boolean {
  const wanted = text.trim().toLowerCase()
  return (
    (clusterId === '' || host.cluster.id === clusterId) &&
    (state === '' || host.connection.state === state) &&
    (wanted === '' || host.name.toLowerCase().includes(wanted))
  )
}

/** Those that match, in order; equals by name. */
export function arrangedHosts(
  hosts: readonly WatchedHostView[],
  filter: HostFilter,
  { by, direction }: HostOrder,
): readonly WatchedHostView[] {
  const sign = direction === 'asc' ? 1 : -1
  return hosts
    .filter(host => matches(host, filter))
    .map(host => ({ host, key: keys[by](host) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign) || compareNames(a.host.name, b.host.name))
    .map(({ host }) => host)
}

const keys: Readonly<Record<HostColumn, (host: WatchedHostView) => SortKey>> = {
  name: ({ name }) => name,
  cluster: ({ cluster }) => cluster.name,
  connection: ({ connection }) => standings.indexOf(connection.state),
  cpu: ({ figures }) => figures?.cpuPercent,
  memory: memoryUsedPercent,
  swap: ({ figures }) => figures?.swapUsedKiB,
  ksm: ({ figures }) => figures?.ksmSavedKiB,
  vms: ({ figures }) => figures?.guestsRunning,
  age: ({ readingAgeMs }) => readingAgeMs,
}
