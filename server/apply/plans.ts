import type { Snapshot } from '../../shared/model/snapshot.ts'
import { auditedAs, type Doer } from '../../shared/plan/doer.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { Plan, PlanObjective } from '../../shared/plan/plan.ts'
import type { PlanRecommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { auditDetail } from './audit-detail.ts'
import { currentSnapshot } from './current-snapshot.ts'
import { MOST_CURRENT } from './most-current.ts'
import { planPriority, planSummary } from './plan-summary.ts'
import type { ApplyStore } from './ports.ts'
import { bySnooze, decided, superseded, waking } from './put-aside.ts'
import { ApplyError, type ChangeListener, isOwnPlan, isService } from './services.ts'

/** The unit that plans are recommended by. */
export const PLANNER = 'planner'

/** What is planned, and what the plan must leave alone. */
export type PlanAsked = Readonly<{
  snapshot: Snapshot
  cluster: Named
  objective: PlanObjective
  level: number
  /** VM id → why. */
  excluded: ReadonlyMap<string, Reason>
}>

export type PlansDeps = Readonly<{
  store: Pick<
    ApplyStore,
    | 'listRecommendations'
    | 'findRecommendation'
    | 'insertRecommendation'
    | 'updateRecommendation'
    | 'listRuns'
    | 'findRun'
    | 'appendAudit'
  >
  snapshots: Pick<SnapshotSource, 'current' | 'refresh'>
  /** The snapshot with figures that are averaged over some minutes. */
  steady: (snapshot: Snapshot) => Snapshot
  makePlan: (asked: PlanAsked, signal: AbortSignal) => Promise<Plan>
  level: number
  /** A VM that the service has moved is not moved again by itself for so long. */
  residenceMs: number
  now: () => number
  newId: () => string
  changes: Pick<ChangeListener, 'onRecommendations'>
}>

export type PlanRequested = Readonly<{ clusterId: string; objective: PlanObjective; level?: number | undefined }>

/** A plan, and the recommendation it has become; none where nothing is to move, or where one that is snoozed stands for it. */
export type PlanMade = Readonly<{ plan: Plan; recommendationId?: string }>

export type Plans = Readonly<{
  /** Throws ApplyError 'not-found', 'no-snapshot', 'no-plan' or 'invalid-request'. */
  request(asked: PlanRequested, by: Doer, signal: AbortSignal): Promise<PlanMade>
  /** What is left of a plan that was not carried out wholly, planned anew in the name of who applied it. undefined: it was no plan. */
  replan(run: Run, signal: AbortSignal): Promise<PlanMade | undefined>
  /** A plan that takes the moves of a run back. Throws ApplyError 'not-found' or 'state-conflict'. */
  undo(runId: string, by: Doer, signal: AbortSignal): Promise<PlanMade>
  /** A plan back to where this service's own moves began after a time. Throws as `request`. */
  restore(clusterId: string, sinceMs: number, by: Doer, signal: AbortSignal): Promise<PlanMade>
}>

/** Makes plans and keeps them as recommendations: of each kind of objective, a cluster has at most one that is open. */
export function createPlans(deps: PlansDeps): Plans {
  const { store, snapshots, makePlan, residenceMs, now, newId, changes } = deps

  async function excludedFor({ vms }: Snapshot, clusterId: string, objective: PlanObjective, by: Named) {
    const excluded = new Map<string, Reason>()
    for (const { id, excludedBy: tag } of vms) {
      if (tag === undefined) continue
      excluded.set(id, reason('vm-excluded', `It has the tag ${tag}, so it is left alone.`, { tag }))
    }
    // Hosts are emptied, and placements restored, whatever moved when.
    if (objective.kind === 'evacuate' || objective.kind === 'restore') return excluded
    if (!isService(by)) return excluded
    const nowMs = now()
    for (const run of await store.listRuns({ sinceMs: nowMs - residenceMs - DAY_MS })) {
      for (const { vm, state, endedAtMs = 0 } of run.cluster.id === clusterId ? run.steps : []) {
        if (state !== 'done' || nowMs - endedAtMs >= residenceMs || excluded.has(vm.id)) continue
        const minutes = Math.ceil((residenceMs - (nowMs - endedAtMs)) / 60_000)
        const text = `It was moved lately, and stays for ${minutes} min more.`
        excluded.set(vm.id, reason('moved-lately', text, { minutes }))
      }
    }
    return excluded
  }

  async function request({ clusterId, objective, level = deps.level }: PlanRequested, doer: Doer, signal: AbortSignal) {
    const audited = auditedAs(doer)
    const { by } = audited
    const snapshot = currentSnapshot(snapshots)
    const index = indexSnapshot(snapshot)
    const cluster = index.clusters.get(clusterId)
    if (cluster === undefined) throw new ApplyError('not-found', `The engine has no cluster ${clusterId}.`)
    const hostIds = objective.kind === 'evacuate' ? objective.hostIds : []
    const unknown = hostIds.find(id => index.hosts.get(id)?.clusterId !== clusterId)
    if (unknown !== undefined) {
      throw new ApplyError('invalid-request', `${cluster.name} has no host ${unknown}.`, [
        { path: 'objective.hostIds', problem: `is no host of ${cluster.name}: ${unknown}` },
      ])
    }
    const named = { id: cluster.id, name: cluster.name }
    const excluded = await excludedFor(snapshot, clusterId, objective, by)
    const plan = await makePlan(
      { snapshot: deps.steady(snapshot), cluster: named, objective, level, excluded },
      signal,
    ).catch(error => {
      throw new ApplyError('no-plan', `No plan was found for ${cluster.name}.`, [], { cause: error })
    })
    if (plan.steps.length === 0) {
      const open = await plansThatAre('open', clusterId, objective)
      await supersedeOlder(clusterId, open, 'There is nothing to move any more.')
      return { plan }
    }
    const nowMs = now()
    if (isService(by)) {
      const { resting } = bySnooze(await plansThatAre('snoozed', clusterId, objective), nowMs)
      if (resting.some(({ priority }) => priority <= planPriority(plan))) return { plan }
    }
    const known = await currentPlans(clusterId, objective)
    const same = known.find(one => movesSame(one.plan, plan))
    if (same !== undefined) {
      await adopt(same, by)
      return { plan: same.plan, recommendationId: same.id }
    }
    await supersedeOlder(clusterId, known, 'There is a newer plan.')
    const recommendation: PlanRecommendation = {
      kind: 'plan',
      id: newId(),
      cluster: named,
      unitId: PLANNER,
      priority: planPriority(plan),
      because: planSummary(plan, cluster.name),
      requestedBy: by,
      properties: { objective: objective.kind, level },
      snapshotTakenAtMs: snapshot.takenAtMs,
      state: 'open',
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      plan,
    }
    await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: plan.blocked } })
    const detail = auditDetail(recommendation)
    await store.appendAudit({
      id: newId(),
      atMs: nowMs,
      ...audited,
      action: 'plan',
      cluster: named,
      subject: recommendation.id,
      detail,
    })
    changes.onRecommendations(clusterId)
    return { plan, recommendationId: recommendation.id }
  }

  async function plansThatAre(
    state: 'open' | 'snoozed',
    clusterId: string,
    objective: PlanObjective,
  ): Promise<PlanRecommendation[]> {
    const listed = await store.listRecommendations({ clusterId, state, kind: 'plan', limit: MOST_CURRENT })
    return listed.filter(one => one.kind === 'plan').filter(({ plan }) => plan.objective.kind === objective.kind)
  }

  const currentPlans = async (clusterId: string, objective: PlanObjective): Promise<PlanRecommendation[]> => [
    ...(await plansThatAre('open', clusterId, objective)),
    ...(await plansThatAre('snoozed', clusterId, objective)),
  ]

  /**
   * What a person had planned is the service's own once it would plan the same: automatic mode need not wait for them. One
   * that was snoozed and is asked for by a person is wanted again.
   */
  async function adopt(known: PlanRecommendation, by: Named): Promise<void> {
    if (known.state === 'open' && (!isService(by) || isOwnPlan(known))) return
    const next = decided(known, waking, now())
    const requestedBy = isService(by) ? { requestedBy: by } : {}
    await store.updateRecommendation({ ...next, ...requestedBy }, known)
    if (known.state === 'snoozed') changes.onRecommendations(known.cluster.id)
  }

  async function supersedeOlder(clusterId: string, older: readonly PlanRecommendation[], text: string): Promise<void> {
    for (const one of older) await store.updateRecommendation(superseded(one, reason('newer-plan', text), now()), one)
    if (older.length > 0) changes.onRecommendations(clusterId)
  }

  async function back(clusterId: string, runs: readonly Run[], by: Doer, signal: AbortSignal): Promise<PlanMade> {
    const places = placesBefore(runs)
    if (places.length === 0) throw new ApplyError('state-conflict', 'Nothing was moved that could be taken back.')
    return request({ clusterId, objective: { kind: 'restore', places } }, by, signal)
  }

  return {
    request,
    async replan(run, signal) {
      const recommendation = (await store.findRecommendation(run.recommendationId))?.recommendation
      if (recommendation?.kind !== 'plan') return undefined
      const { objective, level } = recommendation.plan
      return request({ clusterId: run.cluster.id, objective, level }, run.requestedBy, signal)
    },
    async undo(runId, by, signal) {
      const run = await store.findRun(runId)
      if (run === undefined) throw new ApplyError('not-found', `There is no run ${runId}.`)
      if (run.endedAtMs === undefined) throw new ApplyError('state-conflict', 'The run has not ended; stop it first.')
      // A read from before its end would have VMs where they no longer are.
      const { snapshot } = snapshots.current()
      if ((snapshot?.takenAtMs ?? 0) <= run.endedAtMs) await snapshots.refresh(signal)
      return back(run.cluster.id, [run], by, signal)
    },
    async restore(clusterId, sinceMs, by, signal) {
      const runs = (await store.listRuns({ sinceMs: sinceMs - DAY_MS })).filter(
        ({ cluster }) => cluster.id === clusterId,
      )
      const after = (run: Run): Run => ({
        ...run,
        steps: run.steps.filter(({ endedAtMs = 0 }) => endedAtMs >= sinceMs),
      })
      return back(clusterId, runs.map(after), by, signal)
    },
  }
}

const DAY_MS = 86_400_000

/** Where each VM was before the first of these moves of it. Runs newest first. */
function placesBefore(runs: readonly Run[]): { vmId: string; hostId: string }[] {
  const first = new Map<string, string>()
  const steps = runs.flatMap(run => run.steps.filter(({ state }) => state === 'done'))
  for (const { vm, from } of steps.toSorted((a, b) => (a.endedAtMs ?? 0) - (b.endedAtMs ?? 0))) {
    if (!first.has(vm.id)) first.set(vm.id, from.id)
  }
  return [...first].map(([vmId, hostId]) => ({ vmId, hostId }))
}

function movesSame(one: Plan, other: Plan): boolean {
  const movesOf = ({ steps }: Plan) => steps.map(({ vm, from, to }) => `${vm.id} ${from.id} ${to.id}`).sort()
  return JSON.stringify(movesOf(one)) === JSON.stringify(movesOf(other))
}
