import { describe, expect, it } from 'vitest'
import { carriedChange } from './carried-change.ts'
import type { HostChange } from './compose-changes.ts'

const vm = { vmId: 'v1', vmName: 'db' }
const pins = (from: readonly number[], to: readonly number[]): HostChange => ({
  knob: 'pins',
  ...vm,
  from: [{ vcpu: 0, cpuIds: [...from] }],
  to: [{ vcpu: 0, cpuIds: [...to] }],
})
const [two, four] = [
  [0, 1],
  [0, 1, 2, 3],
]

const cases = [
  { why: 'that did not come along', change: pins(two, [1]), now: four, expected: undefined },
  { why: 'of a vCPU that is not told there', change: pins(two, [1]), expected: undefined },
  { why: 'as they were', change: pins([0], [1]), now: [1], expected: pins([0], [1]) },
  { why: 'from all CPUs to all CPUs of a larger host', change: pins(two, [1]), now: [1], expected: pins(four, [1]) },
  {
    why: 'from all CPUs of a host that is not known any more',
    change: pins(two, [1]),
    now: [1],
    from: undefined,
    expected: pins(two, [1]),
  },
  {
    why: 'from some CPUs to those that a smaller host has',
    change: pins([1, 2], [1]),
    now: [1],
    from: four,
    to: two,
    expected: pins([1], [1]),
  },
  {
    why: 'from CPUs that there are not',
    change: pins([2, 3], [1]),
    now: [1],
    from: four,
    to: two,
    expected: pins(two, [1]),
  },
]

describe('pins that a VM brings along', () => {
  for (const { why, change, now, expected, ...cpus } of cases)
    it(`are carried: ${why}`, () => {
      const vcpus = now === undefined ? [] : [{ index: 0, pinnedTo: now }]
      expect(carriedChange(change, { vcpus }, { from: two, to: four, ...cpus })).toEqual(expected)
    })

  it('are believed where the host tells none', () => {
    const change = pins(two, [1])
    expect(carriedChange(change, { vcpus: [{ index: 0 }] }, { from: two, to: two })).toEqual(change)
  })

  it('are all that is changed on the way', () => {
    const balloon: HostChange = { knob: 'balloon', ...vm, fromKiB: 2, toKiB: 1 }
    expect(carriedChange(balloon, { vcpus: [] }, { from: two, to: four })).toEqual(balloon)
  })
})
