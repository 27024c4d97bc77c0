/** Plans for the tests of pages and dialogs. */
import type { Plan, PlannedStep } from '../../../shared/plan/plan.ts'
import type { PlanRecommendation } from '../../../shared/plan/recommendation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aPlainStep } from '../../components/plan-timeline/timeline-samples.ts'

const named = (name: string) => ({ id: name, name })

export const aPlannedStep = (over: Partial<PlannedStep> = {}): PlannedStep =>
  aPlainStep({ transferMiB: 2048, gainPoints: 9.3, unknown: ['NUMA'], ...over })

/** vm1 from host1 to host2, after it vm2 parked there, then home to host3: 82 to 94 of 100. */
export const aPlan = (over: Partial<Plan> = {}): Plan => ({
  objective: { kind: 'balance' },
  level: 3,
  steps: [
    aPlannedStep(),
    aPlannedStep({ index: 1, vm: named('vm2'), isParking: true, after: [0], startsAtS: 40, endsAtS: 80 }),
    aPlannedStep({
      index: 2,
      vm: named('vm2'),
      from: named('host2'),
      to: named('host3'),
      after: [0, 1],
      startsAtS: 80,
    }),
  ],
  makespanS: 360,
  scoreBefore: 82,
  scoreAfter: 94,
  pointsBefore: 40,
  pointsAfter: 12.5,
  pointsBound: 3,
  transferMiB: 6144,
  hosts: [
    {
      host: named('host1'),
      memoryBeforePercent: 90,
      memoryAfterPercent: 70,
      cpuBeforePercent: 40,
      cpuAfterPercent: 40.2,
      vmsBefore: 9,
      vmsAfter: 8,
    },
  ],
  emptied: [],
  blocked: [],
  checkedBy: ['Memory', 'NUMA'],
  notes: [],
  ...over,
})

/** Open, of cluster Default. */
export const aPlanWanted = (plan: Plan = aPlan(), over: Partial<PlanRecommendation> = {}): PlanRecommendation => ({
  kind: 'plan',
  id: 'plan1',
  cluster: { id: 'c1', name: 'Default' },
  unitId: 'planner',
  priority: 2,
  because: reason('plan-of-balance', 'Default goes from 82 to 94 of 100: 3 moves, about 6 min.'),
  properties: { objective: plan.objective.kind, level: plan.level },
  snapshotTakenAtMs: 0,
  state: 'open',
  createdAtMs: 0,
  updatedAtMs: 0,
  plan,
  ...over,
})
