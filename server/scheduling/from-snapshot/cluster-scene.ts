import type { Cluster, SchedulingPolicy } from '../../../shared/model/cluster.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { Situation } from '../facts/situation.ts'
import { type EffectivePolicy, effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { situationOf } from './situation-of.ts'

/** One cluster of a snapshot, ready to be decided on: its policy and its situation at the time of the read. */
export type ClusterScene = Readonly<{ policy: EffectivePolicy; situation: Situation }>

const scenes = new WeakMap<IndexedSnapshot, Map<string, ClusterScene>>()

/** Made at the first question about a cluster and kept as long as the snapshot: thousands of VMs are asked about it. */
export function clusterScene(index: IndexedSnapshot, cluster: Cluster): ClusterScene {
  const known = scenes.get(index) ?? new Map<string, ClusterScene>()
  scenes.set(index, known)
  const scene = known.get(cluster.id) ?? makeScene(index, cluster)
  known.set(cluster.id, scene)
  return scene
}

function makeScene(index: IndexedSnapshot, cluster: Cluster): ClusterScene {
  const policy = policyOf(index, cluster)
  const { takenAtMs } = index.snapshot
  return { policy, situation: situationOf(index, cluster, { nowMs: takenAtMs, properties: policy.properties }) }
}

/** A cluster whose policy was not read is taken to have the engine's default one. */
function policyOf({ policies }: IndexedSnapshot, { policyId, properties }: Cluster): EffectivePolicy {
  const [byDefault] = builtInPolicies as readonly [SchedulingPolicy]
  const policy = (policyId === undefined ? undefined : policies.get(policyId)) ?? byDefault
  return effectivePolicy(policy, properties, { units: engineUnits, mandatory: mandatoryFilters })
}
