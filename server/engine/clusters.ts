import type { Cluster } from '../../shared/model/cluster.ts'
import { toClusterMemory } from './cluster-memory.ts'
import { toClusterScheduling } from './cluster-scheduling.ts'
import type { EngineHttp } from './engine-http.ts'
import { findInteger, findText, flag, type Items, properties, readItems, readWhole, text } from './wire.ts'

export async function listClusters(http: EngineHttp, signal: AbortSignal): Promise<Items<Cluster>> {
  const reply = await http.get('/clusters', { signal })
  return readWhole('GET /api/clusters', () => readItems(reply, 'cluster', toCluster))
}

/** The only place that knows the engine's names for a cluster's members. */
export function toCluster(wire: unknown): Cluster {
  const dataCenterId = findText(wire, 'data_center.id')
  const policyId = findText(wire, 'scheduling_policy.id')
  const scheduling = toClusterScheduling(wire)
  const memory = toClusterMemory(wire)
  return {
    id: text(wire, 'id'),
    name: text(wire, 'name'),
    properties: properties(wire, 'custom_scheduling_policy_properties.property'),
    overCommitPercent: findInteger(wire, 'memory_policy.over_commit.percent') ?? 100,
    threadsAsCores: flag(wire, 'threads_as_cores', false),
    upgradeInProgress: flag(wire, 'upgrade_in_progress', false),
    ...(dataCenterId !== undefined && { dataCenterId }),
    ...(policyId !== undefined && { policyId }),
    ...(scheduling !== undefined && { scheduling }),
    ...(memory !== undefined && { memory }),
  }
}

/** What a PUT of a cluster's policy carries: only what changes, for the engine refuses members it does not expect. */
export const policyChange = (policyId: string | undefined, values: Readonly<Record<string, string>>): object => ({
  // The engine reads the policy's id only; a name is ignored without a word.
  ...(policyId !== undefined && { scheduling_policy: { id: policyId } }),
  custom_scheduling_policy_properties: {
    property: Object.entries(values).map(([name, value]) => ({ name, value })),
  },
})
