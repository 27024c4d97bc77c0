import { describe, expect, it } from 'vitest'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import { givesBack, startsKsm } from './change-effect.ts'

const vm = { vmId: 'a', vmName: 'web' }
const cpu = (from: object, to: object): KnobChange => ({ knob: 'cpu', ...vm, from, to })
const pins = (from: number[], to: number[]): KnobChange => ({
  knob: 'pins',
  ...vm,
  from: [{ vcpu: 0, cpuIds: from }],
  to: [{ vcpu: 0, cpuIds: to }],
})
const io = (from: object, to: object): KnobChange => ({ knob: 'io', ...vm, device: 'vda', from, to })

describe('givesBack', () => {
  const cases: { why: string; change: KnobChange; gives: boolean }[] = [
    { why: 'a balloon up', change: { knob: 'balloon', ...vm, fromKiB: 1, toKiB: 2 }, gives: true },
    { why: 'a balloon down', change: { knob: 'balloon', ...vm, fromKiB: 2, toKiB: 1 }, gives: false },
    { why: 'a balloon that is to stay', change: { knob: 'balloon', ...vm, fromKiB: 2, toKiB: 2 }, gives: true },
    { why: 'a lower quota', change: cpu({ quotaUs: 9_000 }, { quotaUs: 8_000 }), gives: false },
    { why: 'a first quota', change: cpu({ quotaUs: 'unlimited' }, { quotaUs: 8_000 }), gives: false },
    { why: 'a first quota where none was known', change: cpu({}, { quotaUs: 8_000 }), gives: false },
    { why: 'a higher quota', change: cpu({ quotaUs: 8_000 }, { quotaUs: 9_000 }), gives: true },
    { why: 'no quota any more', change: cpu({ quotaUs: 8_000 }, { quotaUs: 'unlimited' }), gives: true },
    { why: 'a longer period', change: cpu({ periodUs: 1_000 }, { periodUs: 2_000 }), gives: false },
    { why: 'a shorter period', change: cpu({ periodUs: 2_000 }, { periodUs: 1_000 }), gives: true },
    {
      why: 'a higher quota of an even longer period',
      change: cpu({ quotaUs: 8_000, periodUs: 10_000 }, { quotaUs: 9_000, periodUs: 20_000 }),
      gives: false,
    },
    { why: 'less weight', change: cpu({ shares: 1_024 }, { shares: 512 }), gives: false },
    { why: 'more weight', change: cpu({ shares: 512 }, { shares: 1_024 }), gives: true },
    { why: 'a lower limit of a disk', change: io({ readIops: 9 }, { readIops: 5 }), gives: false },
    { why: 'a first limit of a disk', change: io({}, { readIops: 5 }), gives: false },
    { why: 'no limit of a disk', change: io({ readIops: 9 }, { readIops: 'unlimited' }), gives: true },
    {
      why: 'one limit up, one down',
      change: io({ readIops: 9, writeIops: 9 }, { readIops: 20, writeIops: 5 }),
      gives: false,
    },
    { why: 'a vCPU moved', change: pins([1], [2]), gives: false },
    { why: 'a vCPU pinned', change: pins([1, 2], [2]), gives: false },
    { why: 'a vCPU with more room', change: pins([1], [1, 2]), gives: true },
    { why: 'a pin of which nothing was known', change: { ...pins([], [2]), from: [] } as KnobChange, gives: false },
    { why: 'KSM started', change: { knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } }, gives: false },
    { why: 'KSM stopped', change: { knob: 'ksm', from: { run: 'merge' }, to: { run: 'stop' } }, gives: true },
  ]
  for (const { why, change, gives } of cases) {
    it(`${gives ? 'holds' : 'does not hold'} of ${why}`, () => {
      expect(givesBack({ by: 'policy', change, because: [] })).toBe(gives)
      expect(givesBack({ by: 'restore', change, because: [] })).toBe(true)
    })
  }
})

it('KSM that runs and is set otherwise is not started', () => {
  expect(startsKsm({ knob: 'ksm', from: { pagesToScan: 100 }, to: { pagesToScan: 200 } })).toBe(false)
  expect(startsKsm({ knob: 'ksm', from: {}, to: { run: 'merge' } })).toBe(true)
})
