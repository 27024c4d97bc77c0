import { describe, expect, it } from 'vitest'
import { proxlb } from './proxlb.ts'
import { imbalanceOf, proxmoxStaticLoad } from './proxmox-static-load.ts'
import { aView, aVm } from './view-builders.ts'

describe('proxlb', () => {
  const decide = proxlb().decide

  it('moves the busiest guest to the least loaded host until the spread is 10 points or less', () => {
    const vms = [aVm({ id: 0, hostId: 0, mips: 400 }), aVm({ id: 1, hostId: 0, mips: 500 })]
    expect(decide(aView(2, vms))).toEqual([{ vmId: 1, toHostId: 1 }])
  })

  it('leaves a spread of 10 points alone', () => {
    expect(decide(aView(2, [aVm({ id: 0, hostId: 0, mips: 400 }), aVm({ id: 1, hostId: 1, mips: 200 })]))).toEqual([])
  })

  it('does not only turn a spread around', () => {
    expect(decide(aView(2, [aVm({ id: 0, hostId: 0, mips: 900 })]))).toEqual([])
  })
})

describe('proxmox-static-load', () => {
  const decide = proxmoxStaticLoad().decide
  const crowded = [0, 1, 2, 3].map(id => aVm({ id, hostId: 0, mips: 10 }))

  it('evens out what VMs are configured with, whatever they use', () => {
    expect(decide(aView(2, crowded))).toEqual([
      { vmId: 0, toHostId: 1 },
      { vmId: 1, toHostId: 1 },
    ])
  })

  it('makes no move that gains less than a tenth: one VM among many hosts', () => {
    const many = Array.from({ length: 200 }, (_, id) => aVm({ id, hostId: id % 50, mips: 10, memoryMb: 100 }))
    expect(decide(aView(100, many))).toEqual([])
  })

  it.each([
    { why: 'none without load', loads: [0, 0], value: 0 },
    { why: 'none between equals', loads: [2, 2], value: 0 },
    { why: '1 where one of two has all', loads: [4, 0], value: 1 },
  ])('the imbalance is $why', ({ loads, value }) => {
    const sum = loads.reduce((total, load) => total + load, 0)
    const squares = loads.reduce((total, load) => total + load * load, 0)
    expect(imbalanceOf(sum, squares, loads.length)).toBeCloseTo(value)
  })
})
