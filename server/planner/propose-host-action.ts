import type { Cluster } from '../../shared/model/cluster.ts'
import type { HostRecommendation } from '../../shared/plan/recommendation.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type { Proposed } from './propose.ts'

export type HostActionInput = Readonly<{ index: IndexedSnapshot; cluster: Cluster; hostId: string }> &
  Pick<HostRecommendation, 'unitId' | 'action' | 'because' | 'properties' | 'asked'>

/** Hosts that are missed matter more than hosts that may rest. */
const priorities = { activate: 2, start: 2, maintenance: 5, 'power-off': 5 } as const

/** A host that should be switched → what is proposed to the operator. undefined: the cluster has no such host. */
export function proposeHostAction(input: HostActionInput): Proposed<HostRecommendation> | undefined {
  const { index, cluster, hostId, unitId, action, because, properties, asked } = input
  const host = index.hosts.get(hostId)
  if (host?.clusterId !== cluster.id) return undefined
  return {
    recommendation: {
      kind: 'host',
      cluster: { id: cluster.id, name: cluster.name },
      unitId,
      ...(asked !== undefined && { asked }),
      host: { id: host.id, name: host.name },
      action,
      priority: priorities[action],
      because,
      properties,
      snapshotTakenAtMs: index.snapshot.takenAtMs,
    },
    explanation: { skippedHosts: [], skippedVms: [] },
  }
}
