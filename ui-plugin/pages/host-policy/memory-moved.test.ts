import { expect, it } from 'vitest'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { memoryMoved } from './memory-moved.ts'
import { aDecision } from './policy-samples.ts'

const moved = (fromKiB: number, toKiB: number, over: Partial<KnobDecision> = {}) =>
  aDecision({ by: 'memory', change: { knob: 'balloon', vmId: 'v7', vmName: 'db-07', fromKiB, toKiB }, ...over })

it('adds up what each VM was given and what was taken from it', () => {
  const other = { knob: 'balloon', vmId: 'v8', vmName: 'web-1', fromKiB: 5, toKiB: 9 } as const
  const sums = memoryMoved([moved(10, 4), moved(4, 5), moved(5, 8), moved(0, 0, { change: other })])
  expect(Object.fromEntries(sums)).toEqual({
    v7: { vmName: 'db-07', givenKiB: 4, takenKiB: 6 },
    v8: { vmName: 'web-1', givenKiB: 4, takenKiB: 0 },
  })
})

it.each([
  { why: 'a policy did', over: { by: 'policy' } },
  { why: 'is given back', over: { by: 'restore' } },
  { why: 'was only tried out', over: { outcome: 'would-make' } },
  { why: 'was held back', over: { outcome: 'held' } },
  { why: 'failed', over: { outcome: 'failed' } },
  { why: 'is no balloon', over: { change: { knob: 'ksm', from: {}, to: {} } } },
] as const)('counts nothing that $why', ({ over }) => expect(memoryMoved([moved(1, 2, over)]).size).toBe(0))
