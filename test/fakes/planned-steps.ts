import type { PlannedStep } from '../../shared/plan/plan.ts'
import { reason } from '../../shared/policy/reason.ts'

const named = (name: string) => ({ id: name, name })

/** vm0 for index 0 and so on, from host1 to host2, at once. */
export const aPlannedStep = (index: number, over: Partial<PlannedStep> = {}): PlannedStep => ({
  index,
  vm: named(`vm${index}`),
  from: named('host1'),
  to: named('host2'),
  isParking: false,
  after: [],
  startsAtS: 0,
  endsAtS: 10,
  transferMiB: 2048,
  because: reason('plan-gain', 'It is better so.'),
  unknown: [],
  ...over,
})
