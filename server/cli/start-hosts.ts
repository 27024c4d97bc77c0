import type { Snapshot } from '../../shared/model/snapshot.ts'
import { hostStandings, type WatchedHost } from '../../shared/model/watched-host.ts'
import { type HostConnectionRules, parseHostConnections } from '../config/host-connections.ts'
import type { Config } from '../config/settings.ts'
import { sleep } from '../cycles/sleep.ts'
import { createHostFleet, type FleetHost, type HostFleet } from '../hosts/host-fleet.ts'
import type { Log } from '../telemetry/log.ts'
import type { StateCount } from '../telemetry/metrics/state-gauge.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { type HostDials, readHostDials } from './host-dials.ts'

/** Which cluster's hosts are reached how. The setting has been checked. */
export const hostConnectionRules = (config: Config): HostConnectionRules =>
  parseHostConnections(config['hosts.connect']).rules

/** Ready to follow the snapshots; nothing is dialled before the first. Throws ConfigError for files that cannot be used. */
export function startHosts(
  config: Config,
  { metrics, log }: Readonly<{ metrics: Metrics; log: Log }>,
  dials: HostDials = readHostDials(config, log),
): HostFleet {
  const fleet = createHostFleet({
    viaOf: hostConnectionRules(config).of,
    dialOf: (via, { id, address }) => dials(via, { hostId: id, address }),
    sampleIntervalMs: config['hosts.sampleInterval'] * 1000,
    concurrency: config['hosts.concurrency'],
    callTimeoutMs: config['hosts.callTimeout'] * 1000,
    onSampled: metrics.hostSampled,
    onSkipped: metrics.hostSampleSkipped,
    sleep,
    now: Date.now,
    random: Math.random,
    log,
  })
  metrics.countHosts(async () => countsOf(fleet.list()))
  metrics.oldestHostReading(() => oldestReadingOf(fleet.list()))
  return fleet
}

/** The hosts of a snapshot, with the names of their clusters. */
export function fleetHostsOf({ hosts, clusters }: Snapshot): FleetHost[] {
  const names = new Map(clusters.map(({ id, name }) => [id, name]))
  return hosts.map(({ id, name, clusterId, status, address }) => ({
    id,
    name,
    cluster: { id: clusterId, name: names.get(clusterId) ?? clusterId },
    status,
    address,
  }))
}

/** Every standing in each cluster, also those that no host has: a gauge that vanishes is no 0. */
function countsOf(hosts: readonly WatchedHost[]): StateCount[] {
  return [...Map.groupBy(hosts, ({ cluster }) => cluster.name)].flatMap(([cluster, those]) =>
    hostStandings.map(state => ({
      cluster,
      state,
      count: those.filter(({ standing }) => standing === state).length,
    })),
  )
}

/** Among the hosts that should be read. */
function oldestReadingOf(hosts: readonly WatchedHost[]): number | undefined {
  const times = hosts.flatMap(({ standing, readAtMs }) =>
    readAtMs !== undefined && (standing === 'connected' || standing === 'waiting') ? readAtMs : [],
  )
  return times.length === 0 ? undefined : Math.min(...times)
}
