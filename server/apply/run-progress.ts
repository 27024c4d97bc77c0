import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { MoveRecommendation, PlanRecommendation } from '../../shared/plan/recommendation.ts'
import { isStepOver, mayStepBecome, type Run, runStateOf, type Step } from '../../shared/plan/run.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'

/** What may be recommended and carried out by runs. */
export type Movable = MoveRecommendation | PlanRecommendation

/** The steps that are under way, or may be: all that they come after are done. */
export const readySteps = ({ steps }: Run): readonly Step[] =>
  steps.filter(
    ({ state, after }) =>
      !isStepOver(state) && (state !== 'waiting' || after.every(index => steps[index]?.state === 'done')),
  )

/** Since when a step could have started: the end of the step before it, or the run's beginning. While others are under way it is not late. */
export function dueSinceMs({ steps, createdAtMs }: Run, step: Step, nowMs: number): number {
  const isBusy = ({ index, state }: Step) => index !== step.index && (state === 'requested' || state === 'running')
  if (steps.some(isBusy)) return nowMs
  return steps.reduce((latest, { endedAtMs = 0 }) => Math.max(latest, endedAtMs), createdAtMs)
}

/**
 * The run with one step replaced. What comes after a step that did not succeed was planned on its success, so it is given up;
 * the others go on: they are safe whether or not that one happens. Throws on a transition that shared/plan does not allow.
 */
export function withStep(run: Run, step: Step, nowMs: number): Run {
  const before = run.steps.find(({ index }) => index === step.index)
  if (before === undefined) throw new Error(`run ${run.id} has no step ${step.index}`)
  if (before.state !== step.state && !mayStepBecome(before.state, step.state)) {
    throw new Error(`step ${step.index} of run ${run.id} may not become ${step.state} from ${before.state}`)
  }
  const gaveUp = step.state === 'failed' || step.state === 'skipped'
  const lost = gaveUp ? dependentsOf(step, run.steps) : new Set<number>()
  const steps = run.steps.map(old => {
    if (old.index === step.index) return step
    return lost.has(old.index) && old.state === 'waiting' ? giveUpAfter(old, step, nowMs) : old
  })
  return withSteps(run, failsAgainAndAgain(steps) ? giveUpAll(steps, nowMs) : steps, nowMs)
}

/** The run stopped by somebody: what has not started never will, what is under way goes on. */
export function cancelled(run: Run, by: Named, nowMs: number): Run {
  const problem = reason('cancelled', `${by.name} stopped the run before this began.`, { user: by.name })
  const steps = run.steps.map(
    (step): Step => (step.state === 'waiting' ? { ...step, state: 'skipped', endedAtMs: nowMs, problem } : step),
  )
  return withSteps({ ...run, cancelledBy: by }, steps, nowMs)
}

function withSteps(run: Run, steps: Step[], nowMs: number): Run {
  const state = runStateOf(steps, run.cancelledBy !== undefined)
  const isOver = steps.every(({ state }) => isStepOver(state))
  return { ...run, steps, state, updatedAtMs: nowMs, ...(isOver && { endedAtMs: nowMs }) }
}

/** So many that failed, more than were made, are no accident: trying the rest would disturb VMs for nothing. */
const MOST_FAILURES = 3

function failsAgainAndAgain(steps: readonly Step[]): boolean {
  const count = (wanted: Step['state']) => steps.filter(({ state }) => state === wanted).length
  return count('failed') >= MOST_FAILURES && count('failed') > count('done')
}

function giveUpAll(steps: readonly Step[], nowMs: number): Step[] {
  const failed = steps.filter(({ state }) => state === 'failed').length
  const problem = reason('too-many-failed', `Not begun, since ${failed} moves before it failed.`, { failed })
  return steps.map(step =>
    step.state === 'waiting' ? { ...step, state: 'superseded', endedAtMs: nowMs, problem } : step,
  )
}

/** All that come after a step, directly or not. A step stands after those it waits for. */
function dependentsOf(cause: Step, steps: readonly Step[]): ReadonlySet<number> {
  const lost = new Set([cause.index])
  for (const { index, after } of steps) if (after.some(before => lost.has(before))) lost.add(index)
  return lost
}

const giveUpAfter = (step: Step, cause: Step, nowMs: number): Step => ({
  ...step,
  state: 'superseded',
  endedAtMs: nowMs,
  problem: reason('earlier-step-failed', `Not done, since moving ${cause.vm.name} before it did not succeed.`, {
    vm: cause.vm.name,
  }),
})

/** The recommendation as its run leaves it; undefined while the run goes on. */
export function afterRun(recommendation: Movable, run: Run): Movable | undefined {
  if (run.endedAtMs === undefined) return undefined
  const { updatedAtMs } = run
  if (run.state === 'done') return { ...recommendation, state: 'applied', updatedAtMs }
  const problem = run.steps.find(({ problem: of, state }) => of !== undefined && state !== 'superseded')?.problem
  return { ...recommendation, state: 'failed', updatedAtMs, ...(problem && { stateReason: ofRun(run, problem) }) }
}

/** A plan that was carried out in part says how much of it was. */
function ofRun({ steps }: Run, problem: Reason): Reason {
  if (steps.length === 1) return problem
  const done = steps.filter(({ state }) => state === 'done').length
  return { ...problem, text: `${done} of ${steps.length} moves were made. ${problem.text}` }
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
