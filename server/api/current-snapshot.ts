import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { ApiProblem } from './api-problem.ts'

/** The newest snapshot, however old. Throws `no-snapshot`, with the engine's problem where one is known. */
export function currentSnapshot(snapshots: SnapshotSource): Snapshot {
  const { snapshot, problem } = snapshots.current()
  if (snapshot !== undefined) return snapshot
  throw new ApiProblem('no-snapshot', problem?.message ?? 'The engine has not been read since the service started.')
}

/** Throws `not-found`. */
export function clusterIn(snapshot: Snapshot, id: string): Cluster {
  const cluster = indexSnapshot(snapshot).clusters.get(id)
  if (cluster === undefined) throw new ApiProblem('not-found', `The engine has no cluster ${id}.`)
  return cluster
}
