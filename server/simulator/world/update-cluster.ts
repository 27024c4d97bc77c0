import { actorName, report } from './events.ts'
import type { Model } from './model.ts'
import type { Properties, SimPolicy, SimState } from './state.ts'
import { propertyProblems, regexesOf } from './unit-properties.ts'
import { type Actor, type ClusterChange, EngineFault } from './world.ts'

/**
 * Properties are merged into the stored ones, completed from the policy's defaults, and those the policy does not know
 * are dropped. Throws EngineFault: 'missing' cluster, 'invalid' values or policy, 'conflict' for a name in use.
 */
export function updateCluster(model: Model, clusterId: string, change: ClusterChange, actor: Actor): void {
  const { state } = model
  const cluster = state.clusters.get(clusterId)
  if (cluster === undefined) throw new EngineFault('missing', ['There is no such cluster.'])
  const { name, properties = {}, policyId, ...rest } = change
  if (name !== undefined && [...state.clusters.values()].some(other => other.name === name && other !== cluster)) {
    throw new EngineFault('conflict', ['Cannot edit Cluster. The name is in use.'])
  }
  const policy = state.policies.get(policyId ?? cluster.policyId)
  if (policy === undefined) throw new EngineFault('invalid', ['Cannot edit Cluster. The policy does not exist.'])
  const merged = mergeProperties(state, policy, cluster.properties, properties)

  const overCommitPercent = rest.overCommitPercent ?? cluster.overCommitPercent
  Object.assign(cluster, rest, {
    name: name ?? cluster.name,
    policyId: policy.id,
    properties: merged,
    overCommitPercent: overCommitPercent > 0 ? overCommitPercent : 100,
  })
  const text = `Cluster ${cluster.name} was changed by ${actorName(model, actor)}.`
  report(model, 'clusterChanged', text, { clusterId, actor })
}

function mergeProperties(state: SimState, policy: SimPolicy, stored: Properties, given: Properties): Properties {
  const regexes = regexesOf(state, policy)
  const known = (properties: Properties) =>
    Object.fromEntries(Object.entries(properties).filter(([name]) => regexes.has(name)))
  const merged = { ...policy.properties, ...known(stored), ...known(given) }
  const problems = propertyProblems(known(merged), regexes)
  if (problems.length > 0) throw new EngineFault('invalid', [`Cannot edit Cluster. ${problems.join(' ')}`])
  return known(merged)
}
