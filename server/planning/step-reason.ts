import type { PlanObjective } from '../../shared/plan/plan.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import { hostAt, vmAt } from './input-names.ts'

export type StepContext = Readonly<{
  input: PlanInput
  objective: PlanObjective
  /** What the placement gains by the move, in points. */
  gain?: number | undefined
  /** The rule that the VM breaks where it is. */
  broken?: Reason | undefined
}>

export const rounded = (points: number): number => Math.round(points * 10) / 10

/** Why a step is made, in the words of the objective. */
export function stepReason(
  { vm, from, to, isParking }: PlannedMove,
  { input, objective, gain, broken }: StepContext,
): Reason {
  const names = { vm: vmAt(input, vm).name, from: hostAt(input, from).name, to: hostAt(input, to).name }
  if (isParking) {
    return reason(
      'plan-parking',
      `${names.vm} goes to ${names.to} for a while, so that another can come to ${names.from}.`,
      names,
    )
  }
  if (broken !== undefined) return broken
  switch (objective.kind) {
    case 'evacuate':
      return objective.hostIds.includes(hostAt(input, from).id)
        ? reason('plan-evacuate', `${names.from} is to be emptied.`, names)
        : reason('plan-make-room', `${names.vm} makes room on ${names.from} for a VM that must come there.`, names)
    case 'density':
      return reason('plan-density', `${names.from} can be emptied, and ${names.to} has room.`, names)
    case 'restore':
      return reason('plan-restore', `${names.vm} goes back to where it was.`, names)
    default: {
      if (gain === undefined) return reason('plan-needed', `Other moves of the plan need it.`, names)
      const values = { ...names, gain: rounded(gain) }
      return reason('plan-gain', `Without this move the cluster stands ${values.gain} points worse.`, values)
    }
  }
}
