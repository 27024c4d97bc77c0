import type { Step } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { Claim, Gate, GateRequest } from './gate.ts'
import { type Deadlines, judgeStep } from './judge-step.ts'
import type { MigrationPort } from './ports.ts'

export type StepDeps = Readonly<{
  gate: Gate
  watch: Pick<MigrationPort, 'readVm' | 'trace'>
  deadlines: Deadlines
  now: () => number
}>

export type StepWork = Readonly<{
  step: Step
  /** What the gate is asked about it. */
  request: GateRequest
  /** Somebody has stopped its run: it is not asked for again. */
  isCancelled: boolean
  /** Since when the step could have started. */
  dueSinceMs: number
  /** Makes the step durable; the machine goes on only when it is. Rejects when somebody else has changed it since. */
  save: (step: Step) => Promise<void>
  /** The same for a step that is about to begin, if all that is under way by then lets it; else nothing is written. */
  claim: Claim
}>

/**
 * Takes a step as far as it goes now: asks for its migration, or looks what became of it. Rejects when the engine or the
 * store did not answer; the step is then as last saved, and the next call looks before it asks.
 */
export async function advanceStep(work: StepWork, deps: StepDeps, signal: AbortSignal): Promise<void> {
  const { step } = work
  if (step.state === 'waiting') return ask(work, deps, signal)
  if (step.state !== 'requested' && step.state !== 'running') return
  const vm = await deps.watch.readVm(step.vm.id, signal)
  // The events are a search on the engine; while the VM is seen to migrate they add nothing.
  const trace = vm?.status === 'migrating' ? noTrace : await deps.watch.trace(step.correlationId, step.vm.id, signal)
  const finding = judgeStep(step, vm, trace, deps.deadlines, deps.now())
  switch (finding.is) {
    case 'running': {
      const { progressPercent } = finding
      const isNews = step.state !== 'running' || step.progressPercent !== progressPercent
      return isNews ? work.save({ ...withoutProblem(step), state: 'running', progressPercent }) : undefined
    }
    case 'done':
      return work.save({ ...withoutProblem(step), state: 'done', progressPercent: 100, endedAtMs: deps.now() })
    case 'failed':
      return work.save({ ...step, state: 'failed', problem: finding.problem, endedAtMs: deps.now() })
    case 'not-started':
      return work.isCancelled ? work.save(stoppedInTime(step, deps.now())) : ask(work, deps, signal)
    case 'wait':
      return
  }
}

async function ask(work: StepWork, deps: StepDeps, signal: AbortSignal): Promise<void> {
  const { gate, now, deadlines } = deps
  const isRepeat = work.step.state === 'requested'
  let { step } = work
  const save = (next: Step) => {
    step = next
    return work.save(next)
  }
  const record: Parameters<Gate['migrate']>[0]['record'] = async mayStart => {
    // Of now: the gate may have kept it waiting for its turn, and both budgets and what is judged lost count from here.
    const requested = { ...withoutProblem(step), state: 'requested', startedAtMs: now() } as const
    const verdict = await work.claim(requested, mayStart)
    if (verdict.ok) step = requested
    return verdict
  }
  const { verdict, answer } = await gate.migrate({ ...work.request, step, record }, signal)
  const isOverdue = now() - work.dueSinceMs >= deadlines.waitingMs
  if (!verdict.ok) {
    if (verdict.why === 'stale') return save({ ...step, state: 'skipped', problem: verdict.reason, endedAtMs: now() })
    if (isOverdue) return save({ ...step, state: 'skipped', problem: tooLate(verdict.reason), endedAtMs: now() })
    if (isRepeat) return save(waitingAgain(step, verdict.reason))
    return step.problem?.text === verdict.reason.text ? undefined : save({ ...step, problem: verdict.reason })
  }
  if (answer === undefined) return
  if (answer.ok) return save({ ...step, state: 'running' })
  const problem = refused(step, answer.detail)
  // A refused repeat may mean that the first request is under way after all: looking decides, until time is up.
  if (isRepeat && !isOverdue) return save({ ...step, problem })
  return save({ ...step, state: 'failed', problem, endedAtMs: now() })
}

const stoppedInTime = (step: Step, nowMs: number): Step => ({
  ...step,
  state: 'skipped',
  endedAtMs: nowMs,
  problem: reason('cancelled', `The run was stopped before ${step.vm.name} began to move.`, { vm: step.vm.name }),
})

/** Nothing came of the request: it holds no place on its hosts any more, and nobody is told that the engine is being asked. */
const waitingAgain = ({ startedAtMs: _, ...step }: Step, problem: Reason): Step => ({
  ...step,
  state: 'waiting',
  problem,
})

const noTrace = { started: false, done: false, failed: false } as const

const refused = ({ vm, to }: Step, detail: string): Reason =>
  reason('engine-refused', `The engine refused to move ${vm.name} to ${to.name}: ${detail} Nothing was changed.`, {
    vm: vm.name,
    to: to.name,
    detail,
  })

const tooLate = (last: Reason): Reason =>
  reason('waited-too-long', `It could not start in time. ${last.text}`, last.values)

function withoutProblem({ problem: _, ...step }: Step): Step {
  return step
}
