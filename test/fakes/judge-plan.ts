import type { PlacementChange, PlacementPlan } from '../../server/planner/plan/placement-plan.ts'
import { capacityProblems } from './judge-plan/capacity-problems.ts'
import { createForerunners } from './judge-plan/forerunners.ts'
import { meetingProblems } from './judge-plan/meeting-problems.ts'
import { stepProblems } from './judge-plan/step-problems.ts'
import { timeProblems } from './judge-plan/time-problems.ts'

/**
 * Whether a plan brings about a change, and breaks no rule in any order that its `after` permits, however long each move takes:
 * then a VM counts on both hosts from a start at any time to an end at any later time. Shares no code with the planner.
 *
 * What a host lacks, or who meets on it, before anything moves is not the plan's fault. Why a VM is blocked is not judged.
 */
export function judgePlan(change: PlacementChange, plan: PlacementPlan): { problems: string[] } {
  const problems = stepProblems(change, plan)
  // What follows relies on moves that form chains.
  if (problems.length > 0) return { problems }
  const forerunners = createForerunners(plan.moves)
  return {
    problems: [
      ...unorderedProblems(plan, forerunners),
      ...timeProblems(change, plan),
      ...capacityProblems(change, plan, forerunners),
      ...meetingProblems(change, plan, forerunners),
    ],
  }
}

function unorderedProblems(plan: PlacementPlan, { isBefore }: ReturnType<typeof createForerunners>): string[] {
  const last = new Map<number, number>()
  return plan.moves.flatMap(({ vm }, place) => {
    const earlier = last.get(vm)
    last.set(vm, place)
    if (earlier === undefined || isBefore(earlier, place)) return []
    return [`Move ${place} of VM ${vm} does not wait for move ${earlier} of the same VM.`]
  })
}
