import { describe, expect, it } from 'vitest'
import { interquartileRange } from './iqr.ts'
import { fitLine } from './lr.ts'
import { medianAbsoluteDeviation } from './mad.ts'
import { threshold } from './threshold.ts'
import { aView, aVm } from './view-builders.ts'

describe('medianAbsoluteDeviation', () => {
  it.each([
    { values: [], mad: 0 },
    { values: [5], mad: 0 },
    { values: [1, 1, 2, 2, 4, 6, 9], mad: 1 },
    { values: [1, 2, 3, 4], mad: 1 },
  ])('of $values is $mad', ({ values, mad }) => expect(medianAbsoluteDeviation(values)).toBe(mad))
})

describe('interquartileRange', () => {
  it.each([
    { values: [5], range: 0 },
    { values: [7, 1, 5, 3, 2, 6, 4], range: 4 },
  ])('of $values is $range', ({ values, range }) => expect(interquartileRange(values)).toBe(range))
})

describe('fitLine', () => {
  it('finds the line that the values lie on', () => {
    const { intercept, slope } = fitLine([3, 5, 7])
    expect([intercept, slope]).toEqual([1, 2])
  })
})

describe('threshold', () => {
  const decide = threshold().decide

  it('moves the VM with the least memory from an overloaded host', () => {
    const vms = [
      aVm({ id: 0, hostId: 0, mips: 900 }),
      aVm({ id: 1, hostId: 0, mips: 800, memoryMb: 500 }),
      aVm({ id: 2, hostId: 1, mips: 600 }),
    ]
    expect(decide(aView(2, vms))).toEqual([{ vmId: 1, toHostId: 1 }])
  })

  it('empties the least loaded host where all its VMs find a place on hosts that are on', () => {
    const vms = [aVm({ id: 0, hostId: 0, mips: 300 }), aVm({ id: 1, hostId: 1, mips: 900 })]
    expect(decide(aView(3, vms))).toEqual([{ vmId: 0, toHostId: 1 }])
  })

  it('leaves a host alone of which one VM finds none', () => {
    const vms = [
      aVm({ id: 0, hostId: 0, mips: 100 }),
      aVm({ id: 1, hostId: 0, mips: 700 }),
      aVm({ id: 2, hostId: 1, mips: 950 }),
    ]
    expect(decide(aView(2, vms))).toEqual([])
  })
})
