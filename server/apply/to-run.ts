import type { Named } from '../../shared/plan/named.ts'
import type { Run, Step } from '../../shared/plan/run.ts'
import { correlationIdOf } from './correlation-id.ts'
import type { Movable } from './run-progress.ts'

/** `traceId`: of whatever has it begun. */
type Given = Readonly<{ id: string; nowMs: number; traceId: string | undefined }>

/** A recommendation as a run that has not begun: one step for a move, those of a plan with what each comes after. */
export function toRun(recommendation: Movable, requestedBy: Named, given: Given): Run {
  const { cluster } = recommendation
  const { id, nowMs, traceId } = given
  return {
    id,
    cluster,
    recommendationId: recommendation.id,
    state: 'waiting',
    requestedBy,
    ...(traceId !== undefined && { traceId }),
    steps: movesOf(recommendation).map(
      (move, index): Step => ({
        index,
        ...move,
        state: 'waiting',
        progressPercent: 0,
        correlationId: correlationIdOf(id, index),
      }),
    ),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  }
}

type PlannedMove = Pick<Step, 'vm' | 'from' | 'to' | 'after' | 'isParking' | 'transferMiB'>

/** In the order in which they may start. */
export function movesOf(recommendation: Movable): readonly PlannedMove[] {
  if (recommendation.kind === 'plan') {
    return recommendation.plan.steps.map(({ vm, from, to, after, isParking, transferMiB }) => ({
      vm,
      from,
      to,
      after,
      isParking,
      transferMiB,
    }))
  }
  const { vm, from, to, vmMemoryMiB: transferMiB } = recommendation
  return [{ vm, from, to, after: [], isParking: false, transferMiB }]
}
