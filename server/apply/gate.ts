import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Run, Step } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import { type GateVerdict, judgeMove, type Move, stepsOfOthers } from './judge-move.ts'
import type { ApplyStore, EngineAnswer, MigrationPort } from './ports.ts'
import type { Movable } from './run-progress.ts'

/** Asks the unit behind a recommendation again: does it want this VM moved from there to there? A unit that fails: no. */
export type StillAsked = (recommendation: Movable, snapshot: Snapshot) => Promise<boolean>

/** Which filter of the cluster's policy, or refusal, stands against a VM on a host now. undefined: none. */
export type Objection = (move: Move, snapshot: Snapshot) => Promise<Reason | undefined>

/**
 * Whether the operators' settings let this move start now: modes, windows, budgets, excluded VMs, the stop switch. A run that has
 * begun is asked about for each of its steps.
 */
export type Permit = (request: GateRequest, snapshot: Snapshot) => Promise<GateVerdict>

export type GateDeps = Readonly<{
  store: Pick<ApplyStore, 'listUnfinishedRuns'>
  migrations: Pick<MigrationPort, 'migrate' | 'readVm'>
  snapshots: SnapshotSource
  stillAsked: StillAsked
  objection: Objection
  permit: Permit
  /** How many migrations may leave or reach one host at once, and how many may run altogether. */
  perHost: number
  total: number
  /** Another replica moves what is in the clusters that are not ours. */
  isOurs?: (clusterId: string) => boolean
  /** A snapshot older than this is read again before anything is decided on it. */
  snapshotAgeMs: number
  now: () => number
  log: Pick<Log, 'warn'>
  /** Told of each refusal by the code of its reason; of a step that is looked at again and again, only when the reason is another. */
  onRefused?: (code: string) => void
}>

export type GateRequest = Readonly<{
  recommendation: Movable
  move: Move
  /** Of the step that is judged: it does not stand in its own way. Absent: nothing is stored yet. */
  correlationId?: string
  /** The service decided by itself; nobody approved it. */
  isAutomatic: boolean
}>

/** Writes down that a step begins, if `mayStart` says so of all runs that are unfinished at that moment. What it said, with nothing written where not. */
export type Claim = (step: Step, mayStart: MayStart) => Promise<GateVerdict>
type MayStart = (unfinished: readonly Run[]) => GateVerdict

export type Gate = Readonly<{
  /** Judges against what the engine says now; an engine that does not answer is a reason to wait. Changes nothing. */
  check(request: GateRequest, signal: AbortSignal): Promise<GateVerdict>
  /**
   * Checks, writes down through `record` that we are about to ask, asks. Of two that would take the last place, also on two replicas, the
   * later one is told to wait by `record`. Rejects when the engine's answer did not arrive: the outcome is unknown then, and `record` has
   * been kept.
   */
  migrate(
    request: GateRequest & Readonly<{ step: Step; record: (mayStart: MayStart) => Promise<GateVerdict> }>,
    signal: AbortSignal,
  ): Promise<Readonly<{ verdict: GateVerdict; answer?: EngineAnswer }>>
}>

/** The one place that can migrate. Everything that moves a VM passes its checks, however it was decided. */
export function createGate(deps: GateDeps): Gate {
  const { store, migrations, snapshots, stillAsked, objection, permit, perHost, total, snapshotAgeMs, now, log } = deps
  const inTurn = oneAtATime()
  const { isOurs = () => true, onRefused = () => {} } = deps

  async function freshSnapshot(signal: AbortSignal): Promise<Snapshot | undefined> {
    // One from the future was taken before the clock was set back: nobody knows how old it is.
    const ageMs = (snapshot: Snapshot) => now() - snapshot.takenAtMs
    const isFresh = (snapshot?: Snapshot) =>
      snapshot !== undefined && ageMs(snapshot) >= 0 && ageMs(snapshot) <= snapshotAgeMs
    const known = snapshots.current()
    const { snapshot, problem } = isFresh(known.snapshot) ? known : await snapshots.refresh(signal)
    return problem === undefined ? snapshot : undefined
  }

  async function readFresh(vmId: string, signal: AbortSignal) {
    try {
      const snapshot = await freshSnapshot(signal)
      return snapshot && { snapshot, vmNow: await migrations.readVm(vmId, signal) }
    } catch (error) {
      log.warn({ error, vmId }, 'The engine could not be read before a move; the move waits.')
      return undefined
    }
  }

  /** `before`: the code of what the step has waited for so far. */
  async function check(request: GateRequest, signal: AbortSignal, before?: string): Promise<Judged> {
    const judged = await judge(request, signal)
    tellRefusal(judged.verdict, before)
    return judged
  }

  function tellRefusal(verdict: GateVerdict, before: string | undefined): void {
    if (!verdict.ok && verdict.reason.code !== before) onRefused(verdict.reason.code)
  }

  async function judge(request: GateRequest, signal: AbortSignal): Promise<Judged> {
    const { recommendation, move, correlationId } = request
    const fresh = await readFresh(move.vm.id, signal)
    if (fresh === undefined) return refusedBy(engineSilent)
    const { snapshot, vmNow } = fresh
    const isPlanned = recommendation.kind === 'plan'
    const facts = {
      ...{ index: indexSnapshot(snapshot), vmNow, isPlanned, perHost, total },
      stillAsked: await stillAsked(recommendation, snapshot),
    }
    const mayStart: MayStart = runs => judgeMove(move, { ...facts, otherSteps: stepsOfOthers(runs, correlationId) })
    const judged = mayStart(await store.listUnfinishedRuns())
    if (!judged.ok) return refusedBy(judged)
    const against = await objection(move, snapshot)
    // What was planned was allowed: it may be so again once figures have followed.
    if (against !== undefined) return refusedBy({ ok: false, why: isPlanned ? 'wait' : 'stale', reason: against })
    return { verdict: await permit(request, snapshot), mayStart }
  }

  return {
    check: async (request, signal) => (await check(request, signal)).verdict,
    async migrate({ step, record, ...request }, signal) {
      const before = step.problem?.code
      const { verdict, atMs } = await inTurn(async () => {
        const { verdict, mayStart } = await check(request, signal, before)
        const atMs = now()
        if (!verdict.ok) return { verdict, atMs }
        const recorded = await record(mayStart)
        tellRefusal(recorded, before)
        return { verdict: recorded, atMs }
      })
      if (!verdict.ok) return { verdict }
      // Whoever was frozen meanwhile may find that another replica has taken the step over, and asked for it.
      if (now() - atMs > LATE_MS || !isOurs(request.move.cluster.id))
        throw new Error('it took too long to write down that a move begins; it is looked at again')
      const { vm, to, correlationId } = step
      const answer = await migrations.migrate({ vmId: vm.id, toHostId: to.id, correlationId }, signal)
      return { verdict, answer }
    },
  }
}

type Judged = Readonly<{ verdict: GateVerdict; mayStart: MayStart }>

const refusedBy = (verdict: GateVerdict): Judged => ({ verdict, mayStart: () => verdict })

/** Far less than `settleMs` of the steps' deadlines, after which somebody else may ask again. */
const LATE_MS = 10_000

const engineSilent: GateVerdict = {
  ok: false,
  why: 'wait',
  reason: reason('engine-unreachable', 'The engine does not answer, so the move cannot be checked.'),
}
