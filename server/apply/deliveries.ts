import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Delivery } from '../../shared/plan/delivery.ts'
import type { Run } from '../../shared/plan/run.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { deliveryOf, measuredNow } from './delivery.ts'
import type { ApplyStore } from './ports.ts'

export type DeliveryStore = {
  /** Newest first. */
  listDeliveries(filter: Readonly<{ sinceMs?: number | undefined; limit?: number | undefined }>): Promise<Delivery[]>
  putDelivery(delivery: Delivery): Promise<void>
}

export type Deliveries = Readonly<{
  /** Newest first. */
  list(filter: Readonly<{ clusterId?: string | undefined; limit?: number | undefined }>): Promise<readonly Delivery[]>
  /** Notes what runs that have just ended had promised, and measures what is due. */
  measure(clusterId: string, snapshot: Snapshot): Promise<void>
}>

/** Later than this nothing is measured any more. */
const LOOKED_BACK_MS = 3 * 3_600_000

/** Promise and delivery of each run that was carried out. */
export function createDeliveries(
  deps: Readonly<{ store: DeliveryStore & Pick<ApplyStore, 'listRuns' | 'findRecommendation'>; now: () => number }>,
): Deliveries {
  const { store, now } = deps

  async function noteEnded(
    clusterId: string,
    runs: readonly Run[],
    known: readonly Delivery[],
    nowMs: number,
  ): Promise<void> {
    const noted = new Set(known.map(({ runId }) => runId))
    for (const run of runs) {
      const isOurs = run.cluster.id === clusterId && !noted.has(run.id)
      if (!isOurs || nowMs - (run.endedAtMs ?? 0) > LOOKED_BACK_MS) continue
      const recommendation = (await store.findRecommendation(run.recommendationId))?.recommendation
      if (recommendation === undefined || recommendation.kind === 'host') continue
      const delivery = deliveryOf(run, recommendation)
      if (delivery !== undefined) await store.putDelivery(delivery)
    }
  }

  return {
    async list({ clusterId, limit }) {
      if (clusterId === undefined) return store.listDeliveries({ limit })
      const all = await store.listDeliveries({})
      return all.filter(({ cluster }) => cluster.id === clusterId).slice(0, limit)
    },
    async measure(clusterId, snapshot) {
      const nowMs = now()
      // Runs are listed by when they began, and the longest may take hours.
      const runs = await store.listRuns({ sinceMs: nowMs - 8 * LOOKED_BACK_MS })
      await noteEnded(clusterId, runs, await store.listDeliveries({ sinceMs: nowMs - LOOKED_BACK_MS }), nowMs)
      const index = indexSnapshot(snapshot)
      for (const delivery of await store.listDeliveries({ sinceMs: nowMs - LOOKED_BACK_MS })) {
        if (delivery.cluster.id !== clusterId) continue
        const measured = measuredNow(delivery, index, nowMs, runs)
        if (measured !== undefined) await store.putDelivery(measured)
      }
    },
  }
}
