/** What the REST API needs from the outside; the composition joins it. */

import type { ClusterHealth } from '../../shared/api/cluster-health.ts'
import type { PolicyPreview, PreviewRequest } from '../../shared/api/cluster-policy.ts'
import type { Health } from '../../shared/api/service.ts'
import type { SupportRecord } from '../../shared/api/support.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type { PluginState } from '../runtime/plugins/site-units.ts'

/**
 * What a cluster's balancer asks for now, and what it would with another policy. Changes nothing. Once the signal ends no
 * further VM is looked at.
 */
export type PreviewPolicy = (
  cluster: Cluster,
  change: PreviewRequest,
  index: IndexedSnapshot,
  signal: AbortSignal,
) => Promise<PolicyPreview>

/** How one cluster of a snapshot stands. */
export type HealthOfCluster = (index: IndexedSnapshot, cluster: Cluster) => ClusterHealth

/** A person as the engine knows them. `administrator`: holds any administrative role anywhere. */
export type EngineUser = Readonly<{ id: string; name: string; administrator: boolean }>

/** What one of a user's roles permits, and where. Without an object: in the whole system. */
export type Grant = Readonly<{
  permits: ReadonlySet<string>
  object?: Readonly<{ type: 'cluster' | 'data_center' | 'host' | 'vm'; id: string }>
}>

/** The engine's word on tokens and users. Both throw when the engine cannot be asked. */
export type AuthPort = Readonly<{
  /** Whose session token this is; undefined: the engine does not know it (any more). */
  whoIs(token: string, signal: AbortSignal): Promise<EngineUser | undefined>
  /** Everything granted to the user, through groups too. */
  permits(userId: string, signal: AbortSignal): Promise<readonly Grant[]>
}>

/** The hosts of the last snapshot that was read, and what they say themselves. */
export type HostsPort = Readonly<{
  list(): readonly WatchedHost[]
  find(id: string): WatchedHost | undefined
}>

/** The site's plugins, beside the units that they bring. */
export type PluginsPort = Readonly<{
  plugins(): readonly PluginState[]
  /** Loads the plugin of a file again; false: it cannot be loaded, its state says why. */
  reload(path: string): Promise<boolean>
  sandbox: Readonly<{ level: 'runtime' | 'kernel'; wrapper: 'bwrap' | 'unshare' | 'permission'; shortfall?: string }>
}>

/** How good a cluster's placement is and how near to its limits, from its hosts. A figure that nobody measured is absent. Pure. */
export type ScoreCluster = (hosts: readonly Host[]) => Readonly<{
  /** 0..100; 100: even and within limits. */
  score?: number
  /** Standard deviation of use over the hosts that are up, in percent points. */
  imbalance: Readonly<{ memoryPercent?: number; cpuPercent?: number }>
  /** What plans keep every host below. */
  limits: Readonly<{ memoryPercent: number; cpuPercent: number }>
  hostsBeyondLimits?: number
  hottest?: Readonly<{ host: Named; what: 'memory' | 'cpu'; percent: number }>
}>

/** All that is known of the service and what it did, without secrets. Never rejects. */
export type SupportRecordsPort = () => Promise<readonly SupportRecord[]>

export type HealthSources = Readonly<{
  /** Whether the store takes writes now, and how its backups stand. Never rejects. */
  store(): Promise<Health['store']>
  /** undefined: there cannot be others. */
  replicas?(): Health['replicas']
  /** When the engine last called over XML-RPC; undefined: not yet. */
  lastXmlrpcCallMs(): number | undefined
  /** When the engine last asked which units there are; undefined: not yet. */
  discoveredMs(): number | undefined
}>
