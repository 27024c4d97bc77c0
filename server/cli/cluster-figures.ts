import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { ScoreCluster } from '../api/ports.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { ClusterFigures } from '../telemetry/metrics/cluster-metrics.ts'

/** How each cluster of a snapshot stands, for the metrics. */
export function clusterFigures(snapshot: Snapshot, scoreCluster: ScoreCluster): ClusterFigures[] {
  const { hostsOf } = indexSnapshot(snapshot)
  return snapshot.clusters.map(({ id, name }) => {
    const { score, imbalance, hostsBeyondLimits } = scoreCluster(hostsOf(id))
    return { cluster: name, score, imbalance, hostsBeyondLimits }
  })
}
