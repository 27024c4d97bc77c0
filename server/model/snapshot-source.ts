import type { SnapshotState } from '../../shared/model/snapshot.ts'

/** Where everybody reads the newest snapshot. One writer (the snapshot cycle), many readers. */
export type SnapshotSource = {
  current(): SnapshotState
  /**
   * Reads the engine now; concurrent callers share one read. Resolves with the state after it; never rejects. Who gives up
   * waiting gets what is known with a `problem`: it is not the engine as it is now.
   */
  refresh(signal: AbortSignal): Promise<SnapshotState>
  /** Returns the function that stops listening. */
  onChange(listener: (state: SnapshotState) => void): () => void
}
