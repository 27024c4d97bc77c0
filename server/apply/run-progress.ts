import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { isStepOver, mayStepBecome, type Run, runStateOf, type Step } from '../../shared/plan/run.ts'
import { reason } from '../../shared/policy/reason.ts'

/** The first step that is not over; undefined: none is left. */
export const nextStep = (run: Run): Step | undefined => run.steps.find(step => !isStepOver(step.state))

/** Since when a run's next step could have started: the end of the step before it, or the run's own beginning. */
export const dueSinceMs = (run: Run): number =>
  run.steps.reduce((latest, { endedAtMs = 0 }) => Math.max(latest, endedAtMs), run.createdAtMs)

/**
 * The run with one step replaced. A step that did not succeed ends the run: what comes after it was planned on its
 * success, so it is skipped. Throws on a transition that shared/plan does not allow.
 */
export function withStep(run: Run, step: Step, nowMs: number): Run {
  const before = run.steps.find(({ index }) => index === step.index)
  if (before === undefined) throw new Error(`run ${run.id} has no step ${step.index}`)
  if (before.state !== step.state && !mayStepBecome(before.state, step.state)) {
    throw new Error(`step ${step.index} of run ${run.id} may not become ${step.state} from ${before.state}`)
  }
  const gaveUp = step.state === 'failed' || step.state === 'skipped'
  const steps = run.steps.map(old => {
    if (old.index === step.index) return step
    return gaveUp && old.state === 'waiting' ? skipAfter(old, step, nowMs) : old
  })
  const state = runStateOf(steps)
  const isOver = steps.every(({ state }) => isStepOver(state))
  return { ...run, steps, state, updatedAtMs: nowMs, ...(isOver && { endedAtMs: nowMs }) }
}

const skipAfter = (step: Step, cause: Step, nowMs: number): Step => ({
  ...step,
  state: 'skipped',
  endedAtMs: nowMs,
  problem: reason('earlier-step-failed', `Skipped, since moving ${cause.vm.name} before it did not succeed.`, {
    vm: cause.vm.name,
  }),
})

/** The recommendation as its run leaves it; undefined while the run goes on. */
export function afterRun(recommendation: MoveRecommendation, run: Run): MoveRecommendation | undefined {
  if (run.endedAtMs === undefined) return undefined
  const { updatedAtMs } = run
  if (run.state === 'done') return { ...recommendation, state: 'applied', updatedAtMs }
  const problem = run.steps.find(step => step.problem !== undefined)?.problem
  return { ...recommendation, state: 'failed', updatedAtMs, ...(problem && { stateReason: problem }) }
}

/** One entry for each change of a step's state, in the name of whoever applied the run; undefined: only figures changed. */
export function stepAudit(before: Run, step: Step, id: string, nowMs: number): AuditEntry | undefined {
  const old = before.steps.find(({ index }) => index === step.index)
  if (old?.state === step.state && old.startedAtMs === step.startedAtMs) return undefined
  const { vm, from, to, state, correlationId, problem } = step
  return {
    id,
    atMs: nowMs,
    by: before.requestedBy,
    action: 'step',
    cluster: before.cluster,
    subject: before.id,
    detail: { step: step.index, state, vm, from, to, correlationId, ...(problem && { problem: problem.text }) },
  }
}
