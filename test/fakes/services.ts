/** The services of server/apply and the ports of server/api, kept in memory. For tests of what stands before them. */
import type { AuthPort, EngineUser, Grant } from '../../server/api/ports.ts'
import {
  type Advice,
  type Applier,
  ApplyError,
  type ClusterPolicies,
  type PolicyContents,
  type Recommendations,
} from '../../server/apply/services.ts'
import type { SnapshotSource } from '../../server/model/snapshot-source.ts'
import type { ClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { PolicyUnits } from '../../shared/api/policy-units.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { nameOf } from '../../shared/plan/doer.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { StoredRecommendation } from '../../shared/plan/recommendation-query.ts'
import type { Run } from '../../shared/plan/run.ts'
import { aCluster, aRun, NOON_MS } from './builders.ts'

/** A source whose state the test sets. */
export function aSnapshotSource(initial: SnapshotState = {}): SnapshotSource & { set(next: SnapshotState): void } {
  const listeners = new Set<(state: SnapshotState) => void>()
  let state = initial
  return {
    current: () => state,
    refresh: async () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      state = next
      for (const listener of listeners) listener(next)
    },
  }
}

/** Recommendations without a store. `reconcile` only takes the advice. */
export function fakeRecommendations(initial: readonly Recommendation[] = []): Recommendations {
  const explanation = { skippedHosts: [], skippedVms: [] }
  const stored = new Map<string, StoredRecommendation>(
    initial.map(recommendation => [recommendation.id, { recommendation, explanation }]),
  )
  const advice = new Map<string, Advice>()

  const get = async (id: string): Promise<StoredRecommendation> => {
    const found = stored.get(id)
    if (found === undefined) throw new ApplyError('not-found', `There is no recommendation ${id}.`)
    return found
  }
  const all = () => [...stored.values()].map(({ recommendation }) => recommendation)
  const list: Recommendations['list'] = async ({ state, clusterId, kind, ids, after, limit }) =>
    all()
      .filter(({ id }) => ids?.includes(id) ?? true)
      .filter((_one, at, all) => at > all.findIndex(({ id }) => id === after?.id))
      .filter(one => (state ?? one.state) === one.state && (kind ?? one.kind) === one.kind)
      .filter(({ cluster }) => (clusterId ?? cluster.id) === cluster.id)
      .slice(0, limit)
  return {
    get,
    list,
    async page({ limit, ...filter }) {
      const matching = await list(filter)
      const recommendations = matching.slice(0, limit)
      const last = matching.length > recommendations.length ? recommendations.at(-1) : undefined
      return { recommendations, ...(last && { next: { createdAtMs: last.createdAtMs, id: last.id } }) }
    },
    async count(states) {
      const counted = Map.groupBy(
        all().filter(({ state }) => states.includes(state)),
        ({ cluster, state }) => JSON.stringify([cluster.id, state]),
      )
      return [...counted.values()].flatMap(ones =>
        ones.slice(0, 1).map(({ cluster, state }) => ({ clusterId: cluster.id, state, count: ones.length })),
      )
    },
    async dismiss(id) {
      const { recommendation } = await get(id)
      if (recommendation.state !== 'open') throw new ApplyError('state-conflict', `It is ${recommendation.state}.`)
      const dismissed: Recommendation = { ...recommendation, state: 'dismissed' }
      stored.set(id, { recommendation: dismissed, explanation })
      return dismissed
    },
    async snooze(id, _by, untilMs) {
      const { recommendation } = await get(id)
      const snoozed: Recommendation = { ...recommendation, state: 'snoozed', snoozedUntilMs: untilMs }
      stored.set(id, { recommendation: snoozed, explanation })
      return snoozed
    },
    async wake(id) {
      const { recommendation } = await get(id)
      const open: Recommendation = { ...recommendation, state: 'open' }
      stored.set(id, { recommendation: open, explanation })
      return open
    },
    async reconcile(clusterId, given) {
      advice.set(clusterId, given)
    },
    closeAllBut: async () => undefined,
    learnAdvice: () => undefined,
    findAdvice: clusterId => advice.get(clusterId),
    refusals: async () => [],
  }
}

/** Starts a run for whatever it is asked; `refuse` makes it throw instead. */
export function fakeApplier(initial: readonly Run[] = [], refuse?: Error): Applier {
  const runs = [...initial]
  return {
    async apply(recommendationId, by) {
      if (refuse !== undefined) throw refuse
      const run = aRun({ id: `run-of-${recommendationId}`, recommendationId, requestedBy: nameOf(by) })
      runs.push(run)
      return run
    },
    listRuns: async ({ state, limit }) => runs.filter(run => (state ?? run.state) === run.state).slice(0, limit),
    async getRun(id) {
      const found = runs.find(run => run.id === id)
      if (found === undefined) throw new ApplyError('not-found', `There is no run ${id}.`)
      return found
    },
    async cancel(id, by) {
      const found = runs.find(run => run.id === id)
      if (found === undefined) throw new ApplyError('not-found', `There is no run ${id}.`)
      return { ...found, state: 'cancelled', cancelledBy: nameOf(by) }
    },
    advance: async () => {},
  }
}

export const aClusterPolicy = (over: Partial<ClusterPolicy> = {}): ClusterPolicy => ({
  cluster: { id: aCluster().id, name: aCluster().name },
  policies: [],
  properties: [],
  version: 'v1',
  mayEdit: false,
  permissionNeeded: 'edit_cluster_configuration',
  ...over,
})

/** One policy, saved when the version fits; `refuse` makes saving throw instead. */
export function fakeClusterPolicies(policy: ClusterPolicy = aClusterPolicy(), refuse?: Error): ClusterPolicies {
  return {
    get: () => policy,
    async save(_clusterId, { version }) {
      if (refuse !== undefined) throw refuse
      if (version !== policy.version) throw new ApplyError('policy-changed', 'Somebody saved first.')
      return { ...policy, version: 'v2' }
    },
  }
}

export const somePolicyUnits = (over: Partial<PolicyUnits> = {}): PolicyUnits => ({
  policy: { id: 'p1', name: 'mine' },
  locked: false,
  content: { filters: [], weights: [{ unitId: 'w1', factor: 2 }], balanceUnitId: 'b1' },
  units: [],
  usedBy: [{ id: aCluster().id, name: aCluster().name }],
  version: 'v1',
  mayEdit: false,
  permissionNeeded: 'edit_storage_pool_configuration',
  ...over,
})

/** One policy, whatever its id, saved when the version fits; `refuse` makes every change throw instead. */
export function fakePolicyContents(policy: PolicyUnits = somePolicyUnits(), refuse?: Error): PolicyContents {
  return {
    get: () => policy,
    check() {
      if (refuse !== undefined) throw refuse
    },
    async save(_policyId, { version, content }) {
      if (refuse !== undefined) throw refuse
      if (version !== policy.version) throw new ApplyError('policy-changed', 'Somebody saved first.')
      return { ...policy, content, version: 'v2' }
    },
    async copy({ name }) {
      if (refuse !== undefined) throw refuse
      return { ...policy, policy: { id: 'p2', name }, usedBy: [] }
    },
  }
}

export const everywhere = (...permits: string[]): Grant => ({ permits: new Set(permits) })

export const anAdministrator: EngineUser = { id: 'user-admin', name: 'admin@internal', administrator: true }

/** Users by token, grants by user id; counts how often it was asked. A token may also hold the error to throw. */
export function fakeAuth(
  users: Readonly<Record<string, EngineUser | Error>> = { admin: anAdministrator },
  grants: Readonly<Record<string, readonly Grant[]>> = {
    [anAdministrator.id]: [everywhere('migrate_vm', 'edit_cluster_configuration')],
  },
): AuthPort & { asked: { whoIs: number; permits: number }; users: Map<string, EngineUser | Error> } {
  const asked = { whoIs: 0, permits: 0 }
  const known = new Map(Object.entries(users))
  return {
    asked,
    users: known,
    async whoIs(token) {
      asked.whoIs += 1
      const found = known.get(token)
      if (found instanceof Error) throw found
      return found
    },
    async permits(userId) {
      asked.permits += 1
      return grants[userId] ?? []
    },
  }
}

export const someAdvice = (over: Partial<Advice> = {}): Advice => ({
  clusterId: aCluster().id,
  unitId: 'host_memory_balance',
  because: { code: 'balanced', text: 'All 2 hosts are within limits.', values: {} },
  skippedHosts: [],
  skippedVms: [],
  notices: [],
  atMs: NOON_MS,
  ...over,
})
