import { describe, expect, it } from 'vitest'
import type { PlanObjective } from '../../shared/plan/plan.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aPlannedStep } from '../../test/fakes/planned-steps.ts'
import { planPriority } from './plan-summary.ts'

const evacuate: PlanObjective = { kind: 'evacuate', hostIds: ['host1'] }
const restore: PlanObjective = { kind: 'restore', places: [{ vmId: 'vm1', hostId: 'host1' }] }
const broken = (code: string) => ({ steps: [aPlannedStep(0), aPlannedStep(1, { because: reason(code, 'Broken.') })] })
const gains = (scoreAfter: number) => ({ scoreBefore: 50, scoreAfter })

describe('planPriority', () => {
  it.each([
    { why: 'mends a rule for hosts', plan: { ...broken('host-rule-broken'), ...gains(50) }, priority: 1 },
    { why: 'mends a rule for VMs', plan: broken('vm-rule-broken'), priority: 1 },
    {
      why: 'mends a rule where a host is emptied',
      plan: { ...broken('vm-rule-broken'), objective: evacuate },
      priority: 1,
    },
    { why: 'empties a host', plan: { objective: evacuate }, priority: 2 },
    { why: 'restores', plan: { objective: restore }, priority: 2 },
    { why: 'saves hosts', plan: { objective: { kind: 'density' }, ...gains(90) }, priority: 4 },
    { why: 'gains ten', plan: gains(60), priority: 2 },
    { why: 'gains nine', plan: gains(59), priority: 3 },
    { why: 'gains five', plan: gains(55), priority: 3 },
    { why: 'gains four', plan: gains(54), priority: 4 },
    { why: 'gains two', plan: gains(52), priority: 4 },
    { why: 'gains one', plan: gains(51), priority: 5 },
    { why: 'loses by the score', plan: gains(40), priority: 5 },
    { why: 'has no score', plan: { objective: { kind: 'repair' } }, priority: 5 },
  ] as const)('is $priority for a plan that $why', ({ plan, priority }) =>
    expect(planPriority(aPlan({ ...plan } as Parameters<typeof aPlan>[0]))).toBe(priority),
  )
})
