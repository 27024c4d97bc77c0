import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { ApplyError } from './services.ts'

/** The engine, read after this call, for whoever is about to change something. Throws ApplyError 'engine-unreachable'. */
export async function freshSnapshot(snapshots: SnapshotSource, signal: AbortSignal): Promise<Snapshot> {
  const { snapshot, problem } = await snapshots.refresh(signal)
  if (snapshot !== undefined && problem === undefined) return snapshot
  throw new ApplyError(
    'engine-unreachable',
    `${problem?.message ?? 'The engine does not answer.'} Nothing was changed.`,
  )
}
