import type { Advice } from '../../../shared/plan/advice.ts'
import type { LiveEvents } from '../../api/live-events.ts'
import type { Messages } from '../../replicas/messages.ts'
import type { Store } from '../../store/store.ts'
import type { Log } from '../../telemetry/log.ts'

type Told = Pick<LiveEvents, 'onHosts' | 'onPolicy' | 'onRecommendations' | 'onUnits'>

/** What changes here is told to browsers of this replica, and to the other replicas for theirs. Runs are told of by whoever composes. */
export function toldToReplicas(live: LiveEvents, publish: Messages['publish']): Told {
  return {
    onHosts() {
      live.onHosts()
      publish({ type: 'hosts' })
    },
    onRecommendations(clusterId) {
      live.onRecommendations(clusterId)
      publish({ type: 'recommendations', clusterId })
    },
    onUnits() {
      live.onUnits()
      publish({ type: 'units' })
    },
    onPolicy(clusterId) {
      live.onPolicy(clusterId)
      publish({ type: 'policy', clusterId })
    },
  }
}

/** Advice is in memory where it was given; other replicas are asked about it too, so they find it in the store. */
export const shareAdvice =
  ({ store, publish, log }: Readonly<{ store: Store; publish: Messages['publish']; log: Pick<Log, 'warn'> }>) =>
  (advice: Advice): void =>
    void store.putAdvice(advice).then(
      () => publish({ type: 'advice', clusterId: advice.clusterId }),
      (error: unknown) =>
        log.warn({ error, clusterId: advice.clusterId }, 'Advice could not be told to other replicas.'),
    )

/** What people set counts on every replica: each reads it anew when it is told. */
export function storeToldToReplicas(store: Store, publish: Messages['publish']): Store {
  const told =
    <A extends readonly unknown[], R>(type: 'automation' | 'tuning' | 'units', change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const changed = await change(...args)
      publish({ type })
      return changed
    }
  return {
    ...store,
    changeAutomation: told('automation', store.changeAutomation),
    changeTuning: told('tuning', store.changeTuning),
    changeDisabledUnits: told('units', store.changeDisabledUnits),
  }
}
