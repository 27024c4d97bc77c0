import type { Snapshot } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { clusterScene, type WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import { overCommitSince } from '../scheduling/rules/over-commit-since.ts'

export type LoadWatch = Readonly<{
  /** Each snapshot once, in their order. */
  onSnapshot(snapshot: Snapshot): void
  /** What has been watched up to the newest snapshot. The same map until the next one. */
  watched(): WatchedHosts
}>

/**
 * Keeps the time since when each host has been overloaded or idle: the engine does so too, but tells nobody. It begins
 * anew with the service, so that for a few minutes after a start hosts count as overloaded for a shorter time.
 */
export function createLoadWatch(): LoadWatch {
  let watched: WatchedHosts = new Map()
  return {
    watched: () => watched,
    onSnapshot(snapshot) {
      const index = indexSnapshot(snapshot)
      const before = new Map(
        [...watched].flatMap(([id, { cpuOverCommitSinceMs: since }]) =>
          since === undefined ? [] : [[id, since] as const],
        ),
      )
      const since = snapshot.clusters.flatMap(cluster => {
        const { situation } = clusterScene(index, cluster)
        return [...overCommitSince(before, situation)]
      })
      watched = new Map(since.map(([id, cpuOverCommitSinceMs]) => [id, { cpuOverCommitSinceMs }]))
    },
  }
}
