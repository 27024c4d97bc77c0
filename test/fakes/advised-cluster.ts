/** The recommendations of a cluster that a balancer has advice for, in a store of its own, with a clock to turn. */
import { afterEach, beforeEach, expect } from 'vitest'
import { createRecommendations } from '../../server/apply/recommendations.ts'
import type { Advice, Proposal, Recommendations } from '../../server/apply/services.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aRecommendation, NOON_MS } from './builders.ts'

/** Who decides on recommendations. */
export const admin = { id: 'user-admin', name: 'admin@internal' }
/** The cluster of `aRecommendation`. */
export const clusterId = aRecommendation().cluster.id
/** Nothing was skipped. */
export const explanation = { skippedHosts: [], skippedVms: [] }
/** The balancer finds host1 short. */
export const advice: Advice = {
  clusterId,
  unitId: 'host_memory_balance',
  because: reason('smallest-vm', 'host1 is short.'),
  ...explanation,
  notices: [],
  atMs: NOON_MS,
}

/** The move of `aRecommendation`, as a balancer asks for it. */
export const proposal = (over: Partial<MoveRecommendation> = {}): Proposal => {
  const { id, state, stateReason, runId, createdAtMs, updatedAtMs, ...recommendation } = aRecommendation(over)
  return { recommendation, explanation }
}

/**
 * No recommendations yet, at noon; those to come are called id1, id2 and so on. `told` gets the cluster at each change.
 * What was dismissed is held back for an hour, what failed for ten minutes. A new one for each test, closed after it. To be
 * asked for at the top of a test file.
 */
export function advisedCluster() {
  let opened: Awaited<ReturnType<typeof openAdvisedCluster>>
  beforeEach(async () => {
    opened = await openAdvisedCluster()
  })
  afterEach(() => opened.store.close())
  return {
    get store() {
      return opened.store
    },
    get clock() {
      return opened.clock
    },
    get told() {
      return opened.told
    },
    get recommendations(): Recommendations {
      return opened.recommendations
    },
    open: () => opened.recommendations.list({ state: 'open' }),
  }
}

async function openAdvisedCluster() {
  const store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  const clock = { nowMs: NOON_MS }
  const told: string[] = []
  let ids = 0
  const recommendations = createRecommendations({
    store,
    hold: { dismissedMs: 3_600_000, failedMs: 600_000 },
    now: () => clock.nowMs,
    newId: () => `id${++ids}`,
    changes: { onRecommendations: id => told.push(id) },
  })
  return { store, clock, told, recommendations }
}
