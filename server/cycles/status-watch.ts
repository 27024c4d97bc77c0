import type { Snapshot } from '../../shared/model/snapshot.ts'
import { type StandingChanges, standingChanges } from './standing-changes.ts'
import { statusChanges } from './status-changes.ts'
import type { StatusEvent } from './status-events.ts'

export type StatusWatch = Readonly<{
  /** Each snapshot once, in their order. */
  onSnapshot(snapshot: Snapshot): void
  /** What the engine's events told, before the snapshot that shows it. */
  onEvents(events: readonly StatusEvent[]): void
  changes: StandingChanges
}>

/** More events than this between two reads are a storm: the reads tell what came of it. */
const MAX_EVENTS = 2_000

/** Joins what events tell of states with what the reads show of them. */
export function createStatusWatch(): StatusWatch {
  const changes = standingChanges()
  let before: Snapshot | undefined
  let told: readonly StatusEvent[] = []
  return {
    changes,
    onEvents(events) {
      told = [...told, ...events].slice(-MAX_EVENTS)
    },
    onSnapshot(snapshot) {
      changes.add(statusChanges(before, snapshot, told))
      before = snapshot
      told = []
    },
  }
}
