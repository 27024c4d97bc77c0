import type { AffinityGroup as ListedGroup } from '../../../shared/model/affinity-group.ts'
import type { Cluster } from '../../../shared/model/cluster.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { type EngineConfig, engineDefaults } from '../facts/engine-config.ts'
import type { ClusterFacts, Situation } from '../facts/situation.ts'
import { hostFactsOf, type Watched } from './host-facts-of.ts'
import { vmFactsOf } from './vm-facts-of.ts'

export type SituationOptions = Readonly<{
  nowMs: number
  /** Of the policy that is in effect. */
  properties: Readonly<Record<string, string>>
  config?: EngineConfig
  /** By host id. */
  watched?: ReadonlyMap<string, Watched>
}>

/** One cluster of a snapshot, as the engine's units look at it. Whether VMs are on their way is not told over REST. */
export function situationOf(index: IndexedSnapshot, cluster: Cluster, options: SituationOptions): Situation {
  const { nowMs, properties, config = engineDefaults, watched } = options
  const vms = index.vmsOf(cluster.id).map(vmFactsOf)
  const vmsHere = Map.groupBy(vms, ({ hostId }) => hostId ?? '')
  const { affinityGroups } = index.snapshot
  return {
    nowMs,
    cluster: clusterFactsOf(cluster),
    hosts: index
      .hostsOf(cluster.id)
      .map(host => hostFactsOf(host, vmsHere.get(host.id)?.length ?? 0, watched?.get(host.id))),
    vms,
    pending: [],
    ...(affinityGroups && {
      affinityGroups: affinityGroups.filter(({ clusterId }) => clusterId === cluster.id).map(withSets),
    }),
    properties,
    config,
  }
}

const architectures = ['x86_64', 'ppc64', 's390x'] as const

function clusterFactsOf({ id, name, threadsAsCores, upgradeInProgress, scheduling }: Cluster): ClusterFacts {
  const architecture = architectures.find(word => word === scheduling?.architecture)
  return {
    id,
    name,
    threadsAsCores,
    inUpgradeMode: upgradeInProgress,
    ...(scheduling?.version !== undefined && { version: scheduling.version }),
    ...(scheduling && { haReservation: scheduling.haReservation }),
    ...(architecture && { architecture }),
  }
}

const withSets = ({ clusterId, vmIds, hostIds, ...group }: ListedGroup): AffinityGroup => ({
  ...group,
  vmIds: new Set(vmIds),
  hostIds: new Set(hostIds),
})
