import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type { StatusChange } from '../runtime/schedulers/schedulers.ts'
import type { ClusterChange } from './status-changes.ts'

export type StandingChanges = Readonly<{
  add(changes: readonly ClusterChange[]): void
  /** Those of a cluster, oldest first: new ones, and old ones while the subject is still in that state. */
  of(clusterId: string, index: IndexedSnapshot): readonly StatusChange[]
  /** It was asked about. Without more to say of it, it is not asked about again. */
  asked(clusterId: string, change: StatusChange, hasMore: boolean): void
}>

/** When a whole data centre starts, the newest so many of a cluster are enough to ask about. */
const MAX_PER_CLUSTER = 200

/** Changes of state that schedulers are asked about, again with each read for as long as they have something to say. */
export function standingChanges(): StandingChanges {
  const byCluster = new Map<string, StatusChange[]>()
  const fresh = new WeakSet<StatusChange>()
  return {
    add(changes) {
      for (const { clusterId, change } of changes) {
        fresh.add(change)
        const others = (byCluster.get(clusterId) ?? []).filter(
          ({ kind, id }) => kind !== change.kind || id !== change.id,
        )
        byCluster.set(clusterId, [...others, change].slice(-MAX_PER_CLUSTER))
      }
    },
    of(clusterId, { hosts, vms }) {
      const standing = (byCluster.get(clusterId) ?? []).filter(change => {
        const subject = (change.kind === 'host' ? hosts : vms).get(change.id)
        // One that passed between two reads is told of once, though the state is another by now.
        return subject?.clusterId === clusterId && (fresh.has(change) || subject.status === change.to)
      })
      byCluster.set(clusterId, standing)
      return standing
    },
    asked(clusterId, change, hasMore) {
      fresh.delete(change)
      if (hasMore) return
      const left = (byCluster.get(clusterId) ?? []).filter(other => other !== change)
      byCluster.set(clusterId, left)
    },
  }
}
