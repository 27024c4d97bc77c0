import type { LiveEvent } from '../../shared/api/live-event.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import type { ChangeListener } from '../apply/services.ts'

/** An event with its place in the order of this process. */
export type NumberedEvent = Readonly<{ id: string; event: LiveEvent }>

/** Everything that changes is told here; everybody who watches hears it from here. */
export type LiveEvents = ChangeListener &
  Readonly<{
    /** For the snapshot source: tells of new snapshots, and of the engine going and coming back. */
    onSnapshot(state: SnapshotState): void
    /** Connections to hosts are not what they were. */
    onHosts(): void
    /** Returns the function that stops listening. Listeners must not throw. */
    subscribe(listener: (event: NumberedEvent) => void): () => void
    lastId(): string
    /** What came after `id`; undefined when that is too long ago, or of another process. */
    since(id: string): readonly NumberedEvent[] | undefined
  }>

/** `epoch` tells this process from the ones before, whose ids mean nothing now. `kept`: how many events can be replayed. */
export function createLiveEvents({ epoch, kept = 500 }: Readonly<{ epoch: string; kept?: number }>): LiveEvents {
  const listeners = new Set<(event: NumberedEvent) => void>()
  const ring: NumberedEvent[] = []
  let told = 0
  let lastTakenAtMs: number | undefined
  let lastReachable: boolean | undefined

  const idOf = (number: number) => `${epoch}-${number}`

  const tell = (event: LiveEvent) => {
    told += 1
    const numbered = { id: idOf(told), event }
    ring.push(numbered)
    if (ring.length > kept) ring.shift()
    for (const listener of listeners) listener(numbered)
  }

  return {
    onRun: run => tell({ type: 'run', run }),
    onRecommendations: clusterId => tell({ type: 'recommendations', clusterId }),
    onUnits: () => tell({ type: 'units' }),
    onPolicy: clusterId => tell({ type: 'policy', clusterId }),
    onHosts: () => tell({ type: 'hosts' }),
    onSnapshot({ snapshot, problem }) {
      const reachable = problem === undefined
      if (reachable !== lastReachable) tell({ type: 'engine', reachable })
      lastReachable = reachable
      if (snapshot !== undefined && snapshot.takenAtMs !== lastTakenAtMs) {
        lastTakenAtMs = snapshot.takenAtMs
        tell({ type: 'snapshot', takenAtMs: snapshot.takenAtMs })
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lastId: () => idOf(told),
    since(id) {
      const number = id.startsWith(`${epoch}-`) ? Number(id.slice(epoch.length + 1)) : Number.NaN
      const missed = told - number
      if (!Number.isInteger(missed) || missed < 0 || missed > ring.length) return undefined
      return ring.slice(ring.length - missed)
    },
  }
}
