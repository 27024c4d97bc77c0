import type { HostRecommendation, MoveRecommendation, Named } from '../../shared/plan/recommendation.ts'
import { isStepOver, type Run, type Step } from '../../shared/plan/run.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import { createGate, type StillAsked } from './gate.ts'
import type { Deadlines } from './judge-step.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { ApplyStore, MigrationPort } from './ports.ts'
import { afterRun, dueSinceMs, nextStep, stepAudit, withStep } from './run-progress.ts'
import { type Applier, ApplyError, type ChangeListener } from './services.ts'
import { advanceStep } from './step-machine.ts'

export type ApplierDeps = Readonly<{
  store: ApplyStore
  migrations: MigrationPort
  snapshots: SnapshotSource
  stillAsked: StillAsked
  /** How many migrations may leave or reach one host at once. */
  perHost: number
  now: () => number
  /** Unique ids that start with random hexadecimal digits, as a UUID of version 4 does. */
  newId: () => string
  changes: Pick<ChangeListener, 'onRun' | 'onRecommendations'>
  log: Pick<Log, 'warn' | 'error'>
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
  const { store, migrations, now, newId, changes, log } = deps
  const deadlines = { ...defaultDeadlines, ...deps.deadlines }
  const gate = createGate({ ...deps, snapshotAgeMs: deadlines.snapshotAgeMs })
  const stepDeps = { gate, watch: migrations, deadlines, now }
  const accepting = oneAtATime()
  const driven = new Set<string>()
  const troubles = new Map<string, string>()

  async function accept(recommendationId: string, by: Named): Promise<Run> {
    const stored = await store.findRecommendation(recommendationId)
    if (stored === undefined) throw new ApplyError('not-found', `There is no recommendation ${recommendationId}.`)
    const { recommendation } = stored
    if (recommendation.kind === 'host') throw new ApplyError('not-applicable', switchedByHand(recommendation))
    await refuseUnlessApplicable(recommendation)
    const run = toRun(recommendation, by, newId(), now())
    const { vm, from, to } = recommendation
    const accepted = await store.acceptRun(
      { ...recommendation, state: 'applying', runId: run.id, updatedAtMs: run.createdAtMs },
      run,
      {
        id: newId(),
        atMs: run.createdAtMs,
        by,
        action: 'apply',
        cluster: recommendation.cluster,
        subject: recommendation.id,
        detail: { runId: run.id, vm, from, to },
      },
    )
    if (!accepted) throw conflict('The recommendation changed while it was checked.')
    changes.onRecommendations(run.cluster.id)
    changes.onRun(run)
    return run
  }

  async function refuseUnlessApplicable(recommendation: MoveRecommendation): Promise<void> {
    const { state, vm } = recommendation
    if (state !== 'open') throw conflict(`The recommendation is ${state}, not open.`)
    const runs = await store.listUnfinishedRuns()
    if (runs.some(run => run.steps.some(step => step.vm.id === vm.id && !isStepOver(step.state)))) {
      throw conflict(`${vm.name} is already being moved.`)
    }
    const verdict = await gate.check({ recommendation }, AbortSignal.timeout(deadlines.callMs))
    if (verdict.ok) return
    if (verdict.why === 'stale') throw new ApplyError('recommendation-stale', verdict.reason.text)
    if (verdict.reason.code === 'engine-unreachable') throw new ApplyError('engine-unreachable', verdict.reason.text)
  }

  async function drive(runId: string, signal: AbortSignal): Promise<void> {
    const found = await store.findRun(runId)
    const step = found && nextStep(found)
    if (found === undefined || step === undefined) return
    const stored = await store.findRecommendation(found.recommendationId)
    if (stored === undefined) throw new Error(`run ${runId} has lost its recommendation ${found.recommendationId}`)
    const { recommendation } = stored
    if (recommendation.kind !== 'move') throw new Error(`run ${runId} is of a recommendation that moves nothing`)
    let run = found
    const save = async (next: Step) => {
      const nowMs = now()
      const after = withStep(run, next, nowMs)
      const ended = afterRun(recommendation, after)
      await store.updateRun(after, ended, stepAudit(run, next, newId(), nowMs))
      run = after
      changes.onRun(run)
      if (ended) changes.onRecommendations(run.cluster.id)
    }
    await advanceStep({ step, runId, recommendation, dueSinceMs: dueSinceMs(run), save }, stepDeps, signal)
    troubles.delete(runId)
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
    listRuns: filter => store.listRuns(filter),

    async getRun(id) {
      const run = await store.findRun(id)
      if (run === undefined) throw new ApplyError('not-found', `There is no run ${id}.`)
      return run
    },

    async advance(signal) {
      try {
        const runs = await store.listUnfinishedRuns()
        await Promise.all(runs.map(run => driveOnce(run.id, signal)))
      } catch (error) {
        log.error({ error }, 'The unfinished runs could not be listed; they wait.')
      }
    },
  }
}

function toRun(recommendation: MoveRecommendation, requestedBy: Named, id: string, nowMs: number): Run {
  const { cluster, vm, from, to } = recommendation
  return {
    id,
    cluster,
    recommendationId: recommendation.id,
    state: 'waiting',
    requestedBy,
    steps: [{ index: 0, vm, from, to, state: 'waiting', progressPercent: 0, correlationId: correlationIdOf(id, 0) }],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
}

/** The engine takes `[0-9a-zA-Z_-]{1,36}`. 48 random bits: an id must never meet the events of an older step. */
export const correlationIdOf = (runId: string, step: number): string =>
  `ovs-${runId.replace(/[^0-9a-zA-Z]/g, '').slice(0, 12)}-${step}`

const commands = {
  maintenance: 'Management > Maintenance',
  'power-off': 'Management > Power Management > Stop',
  activate: 'Management > Activate',
  start: 'Management > Power Management > Start',
} as const

const switchedByHand = ({ host, action }: HostRecommendation): string =>
  `${host.name} is switched in the Administration Portal: Compute > Hosts > ${host.name}, ${commands[action]}.`

const conflict = (message: string) => new ApplyError('state-conflict', message)
