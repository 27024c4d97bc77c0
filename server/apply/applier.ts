import { isDeepStrictEqual } from 'node:util'
import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { RunChange } from '../../shared/plan/change.ts'
import { auditedAs, type Doer, nameOf } from '../../shared/plan/doer.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { HostRecommendation } from '../../shared/plan/recommendation.ts'
import { isStepOver, type Run, type Step } from '../../shared/plan/run.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { StoredTraces } from '../telemetry/trace.ts'
import { auditDetail } from './audit-detail.ts'
import { createGate, type Objection, type Permit, type StillAsked } from './gate.ts'
import type { GateVerdict } from './judge-move.ts'
import type { Deadlines } from './judge-step.ts'
import type { ApplyStore, MigrationPort } from './ports.ts'
import { afterRun, cancelled, dueSinceMs, type Movable, readySteps, stepAudit, withStep } from './run-progress.ts'
import { type Applier, ApplyError, type ChangeListener, isService } from './services.ts'
import { advanceStep, type StepWork } from './step-machine.ts'
import { movesOf, toRun } from './to-run.ts'

export type ApplierDeps = Readonly<{
  store: ApplyStore
  migrations: MigrationPort
  snapshots: SnapshotSource
  stillAsked: StillAsked
  objection: Objection
  permit: Permit
  /** How many migrations may leave or reach one host at once, and how many may run altogether. */
  perHost: number
  total: number
  now: () => number
  /** Unique ids that start with random hexadecimal digits, as a UUID of version 4 does. */
  newId: () => string
  changes: Pick<ChangeListener, 'onRun' | 'onRecommendations'>
  /** Another replica carries out the runs in the clusters that are not ours. */
  isOurs?: (clusterId: string) => boolean
  log: Pick<Log, 'info' | 'warn' | 'error'>
  /** A run is driven in the trace in which it was accepted. */
  traces: StoredTraces
  /** As `GateDeps`. */
  onRefused?: (code: string) => void
  deadlines?: Partial<Deadlines & { snapshotAgeMs: number; callMs: number }>
}>

const defaultDeadlines = {
  waitingMs: 10 * 60_000,
  settleMs: 60_000,
  startMs: 60_000,
  runningMs: 6 * 3_600_000,
  snapshotAgeMs: 5_000,
  callMs: 45_000,
} as const

/** Accepts recommendations as runs and drives the runs to their end, exactly once, also across restarts. */
export function createApplier(deps: ApplierDeps): Applier {
  const { store, migrations, now, newId, changes, isOurs = () => true, log, traces } = deps
  const deadlines = { ...defaultDeadlines, ...deps.deadlines }
  const gate = createGate({ ...deps, snapshotAgeMs: deadlines.snapshotAgeMs })
  const stepDeps = { gate, watch: migrations, deadlines, now }
  const accepting = oneAtATime()
  const driven = new Set<string>()
  const troubles = new Map<string, string>()

  async function accept(recommendationId: string, doer: Doer): Promise<Run> {
    const audited = auditedAs(doer)
    const { by } = audited
    const stored = await store.findRecommendation(recommendationId)
    if (stored === undefined) throw new ApplyError('not-found', `There is no recommendation ${recommendationId}.`)
    const { recommendation } = stored
    if (recommendation.kind === 'host') throw new ApplyError('not-applicable', switchedByHand(recommendation))
    await refuseUnlessApplicable(recommendation, by)
    const run = toRun(recommendation, by, { id: newId(), nowMs: now(), traceId: traces.currentId() })
    const accepted = await store.acceptRun(
      { ...recommendation, state: 'applying', runId: run.id, updatedAtMs: run.createdAtMs },
      run,
      {
        id: newId(),
        atMs: run.createdAtMs,
        ...audited,
        action: 'apply',
        cluster: recommendation.cluster,
        subject: recommendation.id,
        detail: { runId: run.id, ...auditDetail(recommendation) },
      },
    )
    if (!accepted) throw conflict('The recommendation changed while it was checked, or a VM of it began to move.')
    changes.onRecommendations(run.cluster.id)
    changes.onRun(run)
    return run
  }

  /** Of a plan only what may start at once is judged: the rest is planned on that, and judged when its time has come. */
  async function refuseUnlessApplicable(recommendation: Movable, by: Named): Promise<void> {
    const { state, cluster } = recommendation
    if (state !== 'open') throw conflict(`The recommendation is ${state}, not open.`)
    const moves = movesOf(recommendation)
    const vmIds = new Set(moves.map(({ vm }) => vm.id))
    const runs = await store.listUnfinishedRuns()
    const moving = runs.flatMap(run => run.steps.filter(step => vmIds.has(step.vm.id) && !isStepOver(step.state)))
    if (moving[0] !== undefined) throw conflict(`${moving[0].vm.name} is already being moved.`)
    const [first] = moves
    if (first === undefined) throw new ApplyError('not-applicable', 'The plan has no moves.')
    const request = { recommendation, move: { cluster, ...first }, isAutomatic: isService(by) }
    const verdict = await gate.check(request, AbortSignal.timeout(deadlines.callMs))
    if (verdict.ok) return
    if (verdict.why === 'stale') {
      const isForbidden = forbidding.has(verdict.reason.code)
      throw new ApplyError(isForbidden ? 'settings-forbid' : 'recommendation-stale', verdict.reason.text)
    }
    if (verdict.reason.code === 'engine-unreachable') throw new ApplyError('engine-unreachable', verdict.reason.text)
  }

  async function drive(runId: string, signal: AbortSignal): Promise<void> {
    const run = await store.findRun(runId)
    if (run === undefined) return
    const stored = await store.findRecommendation(run.recommendationId)
    if (stored === undefined) throw new Error(`run ${runId} has lost its recommendation ${run.recommendationId}`)
    const { recommendation } = stored
    if (recommendation.kind === 'host') throw new Error(`run ${runId} is of a recommendation that moves nothing`)
    const outcomes = await Promise.allSettled(
      readySteps(run).map(step => {
        const { vm, from, to, correlationId } = step
        const move = { cluster: run.cluster, vm, from, to }
        const request = { recommendation, move, correlationId, isAutomatic: isService(run.requestedBy) }
        const isCancelled = run.cancelledBy !== undefined
        const work = { step, request, isCancelled, dueSinceMs: dueSinceMs(run, step, now()) }
        return advanceStep({ ...work, ...savedSteps(run, step, recommendation) }, stepDeps, signal)
      }),
    )
    const failed = outcomes.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
    troubles.delete(runId)
  }

  /**
   * Steps of one run go on side by side, somebody may stop it, and another replica may drive it by now: each change is made to what is
   * stored, and only while that is the step as this drive has last seen it.
   */
  function savedSteps(run: Run, first: Step, recommendation: Movable): Pick<StepWork, 'save' | 'claim'> {
    let seen = first
    const write = async (next: Step, mayStart?: (unfinished: readonly Run[]) => GateVerdict) => {
      let verdict: GateVerdict = { ok: true }
      const change = (stored: Run, unfinished: readonly Run[]) => {
        if (!isDeepStrictEqual(stored.steps[next.index], seen)) throw new Error(`somebody else drives run ${run.id}`)
        verdict = mayStart?.(unfinished) ?? verdict
        if (!verdict.ok) return undefined
        const nowMs = now()
        const audit = stepAudit(stored, next, newId(), nowMs)
        return changedRun(stored, withStep(stored, next, nowMs), recommendation, audit)
      }
      const changed = await store.changeRun(run.id, change, { amongAll: mayStart !== undefined })
      if (changed === undefined) return verdict
      seen = next
      tell(changed)
      const { index, vm, state, correlationId } = next
      if (changed.audit)
        log.info({ runId: run.id, step: index, vm: vm.name, state, correlationId }, 'A step of a run has got further.')
      return verdict
    }
    return { save: async next => void (await write(next)), claim: write }
  }

  const changedRun = (before: Run, after: Run, recommendation: Movable, audit: AuditEntry | undefined): RunChange => {
    const ended = before.endedAtMs === undefined ? afterRun(recommendation, after) : undefined
    return { run: after, recommendation: ended, audit }
  }

  function tell({ run, recommendation }: RunChange): void {
    changes.onRun(run)
    if (recommendation) changes.onRecommendations(run.cluster.id)
  }

  async function cancel(runId: string, doer: Doer): Promise<Run> {
    const known = await store.findRun(runId)
    if (known === undefined) throw new ApplyError('not-found', `There is no run ${runId}.`)
    const recommendation = (await store.findRecommendation(known.recommendationId))?.recommendation
    if (recommendation === undefined || recommendation.kind === 'host') throw new Error(`run ${runId} moves nothing`)
    const changed = await store.changeRun(runId, run => {
      if (run.endedAtMs !== undefined) throw conflict(`The run is ${run.state} and can no longer be stopped.`)
      const nowMs = now()
      const after = cancelled(run, nameOf(doer), nowMs)
      const skipped = after.steps.filter(({ problem }) => problem?.code === 'cancelled').length
      return changedRun(run, after, recommendation, {
        ...{ id: newId(), atMs: nowMs, ...auditedAs(doer), action: 'cancel', cluster: run.cluster, subject: runId },
        detail: { skipped },
      })
    })
    if (changed === undefined) throw new Error(`run ${runId} was not changed`)
    tell(changed)
    return changed.run
  }

  /** One driver per run: two at once could both see a waiting step and both ask for it. */
  async function driveOnce(runId: string, signal: AbortSignal): Promise<void> {
    if (driven.has(runId)) return
    driven.add(runId)
    try {
      await drive(runId, AbortSignal.any([signal, AbortSignal.timeout(deadlines.callMs)]))
    } catch (error) {
      if (!signal.aborted) tellOnce(runId, error)
    } finally {
      driven.delete(runId)
    }
  }

  /** A run is looked at every second; the same trouble is told once. */
  function tellOnce(runId: string, error: unknown): void {
    const trouble = error instanceof Error ? error.message : String(error)
    if (troubles.get(runId) === trouble) return
    troubles.set(runId, trouble)
    log.warn({ error, runId }, 'A run did not get further; it is looked at again.')
  }

  return {
    apply: (recommendationId, by) => accepting(() => accept(recommendationId, by)),
    cancel,
    listRuns: filter => store.listRuns(filter),

    async getRun(id) {
      const run = await store.findRun(id)
      if (run === undefined) throw new ApplyError('not-found', `There is no run ${id}.`)
      return run
    },

    async advance(signal) {
      try {
        const runs = await store.listUnfinishedRuns()
        const mine = runs.filter(({ cluster }) => isOurs(cluster.id))
        await Promise.all(mine.map(run => traces.goOn(run.traceId, () => driveOnce(run.id, signal))))
      } catch (error) {
        log.error({ error }, 'The unfinished runs could not be listed; they wait.')
      }
    },
  }
}

const commands = {
  maintenance: 'Management > Maintenance',
  'power-off': 'Management > Power Management > Stop',
  activate: 'Management > Activate',
  start: 'Management > Power Management > Start',
} as const

const switchedByHand = ({ host, action }: HostRecommendation): string =>
  `${host.name} is switched in the Administration Portal: Compute > Hosts > ${host.name}, ${commands[action]}.`

/** What operators have set, which no next recommendation will change. Codes of `judge-permit.ts`. */
const forbidding: ReadonlySet<string> = new Set(['mode-forbids', 'vm-excluded'])

const conflict = (message: string): ApplyError => new ApplyError('state-conflict', message)
