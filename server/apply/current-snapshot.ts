import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { ApplyError } from './services.ts'

/** The newest snapshot, however old, for whoever only looks. Throws ApplyError 'no-snapshot'. */
export function currentSnapshot(snapshots: Pick<SnapshotSource, 'current'>): Snapshot {
  const { snapshot } = snapshots.current()
  if (snapshot === undefined) throw new ApplyError('no-snapshot', 'The engine has not been read yet.')
  return snapshot
}
