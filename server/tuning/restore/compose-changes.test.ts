import { describe, expect, it } from 'vitest'
import { composeChanges, type HostChange, settled } from './compose-changes.ts'

const vm = { vmId: 'v1', vmName: 'db' }
const pins = (from: [number, number[]][], to: [number, number[]][]): HostChange => ({
  knob: 'pins',
  ...vm,
  from: from.map(([vcpu, cpuIds]) => ({ vcpu, cpuIds })),
  to: to.map(([vcpu, cpuIds]) => ({ vcpu, cpuIds })),
})
const all = [0, 1, 2, 3]

describe('composeChanges', () => {
  const cases: { why: string; changes: HostChange[]; sum: HostChange }[] = [
    {
      why: 'keeps how a balloon was found',
      changes: [
        { knob: 'balloon', ...vm, fromKiB: 400, toKiB: 300 },
        { knob: 'balloon', ...vm, fromKiB: 310, toKiB: 200 },
      ],
      sum: { knob: 'balloon', ...vm, fromKiB: 400, toKiB: 200 },
    },
    {
      why: 'keeps each vCPU as it was found',
      changes: [pins([[0, all]], [[0, [1]]]), pins([[0, [1]]], [[0, [2]]]), pins([[1, all]], [[1, [3]]])],
      sum: pins(
        [
          [0, all],
          [1, all],
        ],
        [
          [0, [2]],
          [1, [3]],
        ],
      ),
    },
    {
      why: 'keeps each field of KSM as it was found, however late it is touched',
      changes: [
        { knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } },
        { knob: 'ksm', from: { run: 'merge', pagesToScan: 100 }, to: { run: 'unmerge', pagesToScan: 900 } },
      ],
      sum: { knob: 'ksm', from: { run: 'stop', pagesToScan: 100 }, to: { run: 'unmerge', pagesToScan: 900 } },
    },
    {
      why: 'keeps limits of CPU and disk likewise, without what held them',
      changes: [
        {
          knob: 'cpu',
          ...vm,
          from: { quotaUs: 'unlimited' },
          to: { quotaUs: 5000 },
          limits: [{ by: 'range', wanted: '1' }],
        },
        { knob: 'cpu', ...vm, from: { quotaUs: 5000 }, to: { quotaUs: 9000 } },
      ],
      sum: { knob: 'cpu', ...vm, from: { quotaUs: 'unlimited' }, to: { quotaUs: 9000 } },
    },
  ]
  for (const { why, changes, sum } of cases)
    it(why, () => {
      const [first, ...rest] = changes as [HostChange, ...HostChange[]]
      expect(rest.reduce<HostChange>(composeChanges, composeChanges(undefined, first))).toEqual(sum)
    })
})

describe('settled', () => {
  it('leaves out the vCPUs that are as they were', () => {
    const both = pins(
      [
        [0, all],
        [1, all],
      ],
      [
        [0, [3, 2, 1, 0]],
        [1, [3]],
      ],
    )
    expect(settled(both)).toEqual(pins([[1, all]], [[1, [3]]]))
  })

  it('is nothing when everything is as it was', () => {
    expect(settled(pins([[0, all]], [[0, all]]))).toBeUndefined()
    expect(settled({ knob: 'ksm', from: { run: 'stop' }, to: { run: 'stop' } })).toBeUndefined()
  })

  it('keeps a balloon that was sent back, until a reading shows it there', () => {
    const back: HostChange = { knob: 'balloon', ...vm, fromKiB: 7, toKiB: 7 }
    expect(settled(back)).toEqual(back)
  })

  it('keeps a field that was not told before it was changed', () => {
    const change: HostChange = { knob: 'ksm', from: {}, to: { sleepMs: 20 } }
    expect(settled(change)).toEqual(change)
  })
})
