import type { Cluster, SchedulingPolicy } from '../../../shared/model/cluster.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { Situation } from '../facts/situation.ts'
import { type EffectivePolicy, effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import type { Watched } from './host-facts-of.ts'
import { situationOf } from './situation-of.ts'

/** One cluster of a snapshot, ready to be decided on: its policy and its situation at the time of the read. */
export type ClusterScene = Readonly<{ policy: EffectivePolicy; situation: Situation }>

/** By host id. */
export type WatchedHosts = ReadonlyMap<string, Watched>
const nothingWatched: WatchedHosts = new Map()

type Kept = Readonly<{ watched: WatchedHosts; scene: ClusterScene }>
const scenes = new WeakMap<IndexedSnapshot, Map<string, Kept>>()

/** Made at the first question about a cluster and kept as long as the snapshot: thousands of VMs are asked about it. */
export function clusterScene(
  index: IndexedSnapshot,
  cluster: Cluster,
  watched: WatchedHosts = nothingWatched,
): ClusterScene {
  const known = scenes.get(index) ?? new Map<string, Kept>()
  scenes.set(index, known)
  const kept = known.get(cluster.id)
  if (kept?.watched === watched) return kept.scene
  const policy = policyOf(index, cluster)
  const { takenAtMs } = index.snapshot
  const { properties } = policy
  const scene = { policy, situation: situationOf(index, cluster, { nowMs: takenAtMs, properties, watched }) }
  known.set(cluster.id, { watched, scene })
  return scene
}

/** A cluster whose policy was not read is taken to have the engine's default one. */
export function policyOf({ policies }: IndexedSnapshot, { policyId, properties }: Cluster): EffectivePolicy {
  const [byDefault] = builtInPolicies as readonly [SchedulingPolicy]
  const policy = (policyId === undefined ? undefined : policies.get(policyId)) ?? byDefault
  return effectivePolicy(policy, properties, { units: engineUnits, mandatory: mandatoryFilters })
}
