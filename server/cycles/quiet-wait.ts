import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { SteadyFigures } from './steady-figures.ts'

/** In a large cluster a VM starts or stops every few minutes, and the figures of all hosts are never old at once. */
const MOST_HOLDS = 3

export type QuietWait = Readonly<{
  /**
   * Whether the figures of a cluster whose turn has come are steady enough to plan by: those of each host are as old as asked for,
   * or that was waited for three times as long. Moves of ours are let settle for the whole hold, however long has been waited.
   * Once it is over, the next question begins the next wait.
   */
  isOver(asked: Readonly<{ clusterId: string; snapshot: Snapshot; isMoving: boolean; nowMs: number }>): boolean
  /** The cluster's turn has not come, or not any more. */
  forget(clusterId: string): void
}>

/** Waits for a cluster to come to rest, but not for ever. */
export function createQuietWait(deps: Readonly<{ heldMs: SteadyFigures['heldMs']; holdMs: number }>): QuietWait {
  const { heldMs, holdMs } = deps
  const waits = new Map<string, Readonly<{ sinceMs: number; movedMs: number }>>()

  return {
    isOver({ clusterId, snapshot, isMoving, nowMs }) {
      const before = waits.get(clusterId) ?? { sinceMs: nowMs, movedMs: Number.NEGATIVE_INFINITY }
      const wait = isMoving ? { ...before, movedMs: nowMs } : before
      const isQuiet = heldMs(clusterId, snapshot) >= holdMs
      const isLong = nowMs - wait.sinceMs >= MOST_HOLDS * holdMs && nowMs - wait.movedMs >= holdMs
      const isOver = !isMoving && (isQuiet || isLong)
      if (isOver) waits.delete(clusterId)
      else waits.set(clusterId, wait)
      return isOver
    },
    forget(clusterId) {
      waits.delete(clusterId)
    },
  }
}
