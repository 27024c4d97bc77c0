import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from './indexed-snapshot.ts'
import { externalUnitsOf } from './units-of-policy.ts'

/** Name of an external unit → the clusters whose policy uses it, in the order of the snapshot. */
export function clustersByUnit(snapshot: Snapshot): Map<string, Cluster[]> {
  const index = indexSnapshot(snapshot)
  const using = new Map<string, Cluster[]>()
  for (const cluster of snapshot.clusters) {
    const policy = cluster.policyId === undefined ? undefined : index.policies.get(cluster.policyId)
    for (const name of externalUnitsOf(policy, index)) using.set(name, [...(using.get(name) ?? []), cluster])
  }
  return using
}
