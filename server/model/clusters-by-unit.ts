import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from './indexed-snapshot.ts'
import { unitIdsOf } from './units-of-policy.ts'

/** Name of an external unit → the clusters whose policy uses it, in the order of the snapshot. */
export function clustersByUnit(snapshot: Snapshot): Map<string, Cluster[]> {
  const { policies, units } = indexSnapshot(snapshot)
  const using = new Map<string, Cluster[]>()
  for (const cluster of snapshot.clusters) {
    const policy = cluster.policyId === undefined ? undefined : policies.get(cluster.policyId)
    const names = new Set(
      unitIdsOf(policy).flatMap(id => {
        const unit = units.get(id)
        return unit?.internal === false ? [unit.name] : []
      }),
    )
    for (const name of names) using.set(name, [...(using.get(name) ?? []), cluster])
  }
  return using
}
