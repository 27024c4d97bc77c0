import type { Named } from '../../shared/plan/named.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { ClusterPlace } from './permissions.ts'

/** What is stored names its cluster only; what was granted on the data centre counts once a snapshot tells which that is. */
export function placeOf(cluster: Named, snapshots: Pick<SnapshotSource, 'current'>): ClusterPlace {
  const { snapshot } = snapshots.current()
  return (snapshot && indexSnapshot(snapshot).clusters.get(cluster.id)) ?? cluster
}
