import { describe, expect, it } from 'vitest'
import { aView, aVm } from './view-builders.ts'
import { weighted } from './xen-orchestra.ts'
import { xenOrchestraDensity } from './xen-orchestra-density.ts'
import { xenOrchestraPerformance } from './xen-orchestra-performance.ts'

describe('weighted', () => {
  it.each([
    { why: 'nothing is known', history: [], value: 0 },
    { why: 'one value is', history: [8], value: 8 },
    {
      why: 'half an hour is: a quarter of the mean, three quarters of the present',
      history: [0, 0, 0, 0, 0, 6],
      value: 4.75,
    },
    { why: 'there is more: only half an hour counts', history: [99, 0, 0, 0, 0, 0, 6], value: 4.75 },
  ])('when $why', ({ history, value }) => expect(weighted(history)).toBe(value))
})

describe('xen-orchestra-performance', () => {
  const decide = xenOrchestraPerformance().decide

  it('moves the busiest VM of a host above 76.5 % to the least loaded host', () => {
    const vms = [
      aVm({ id: 0, hostId: 0, mips: 400 }),
      aVm({ id: 1, hostId: 0, mips: 700 }),
      aVm({ id: 2, hostId: 0, mips: 500 }),
      aVm({ id: 3, hostId: 1, mips: 300 }),
    ]
    expect(decide(aView(3, vms))).toEqual([{ vmId: 1, toHostId: 2 }])
  })

  it('leaves hosts below it alone', () => {
    expect(decide(aView(2, [aVm({ id: 0, hostId: 0, mips: 700 }), aVm({ id: 1, hostId: 0, mips: 800 })]))).toEqual([])
  })

  it('makes no host busier than the one that gives', () => {
    const vms = [0, 0, 1, 1].map((hostId, id) => aVm({ id, hostId, mips: hostId === 0 ? 850 : 700 }))
    expect(decide(aView(2, vms))).toEqual([])
  })
})

describe('xen-orchestra-density', () => {
  const decide = xenOrchestraDensity().decide

  it('empties a host onto the one with least memory free', () => {
    const vms = [
      aVm({ id: 0, hostId: 0, mips: 100 }),
      aVm({ id: 1, hostId: 1, mips: 100 }),
      aVm({ id: 2, hostId: 2, mips: 100, memoryMb: 2_800 }),
    ]
    expect(decide(aView(3, vms))).toEqual([{ vmId: 0, toHostId: 2 }])
  })

  it('moves all VMs of a host or none', () => {
    const vms = [
      aVm({ id: 0, hostId: 0, mips: 900 }),
      aVm({ id: 1, hostId: 0, mips: 900 }),
      aVm({ id: 2, hostId: 1, mips: 800, memoryMb: 3_000 }),
    ]
    expect(decide(aView(2, vms))).toEqual([])
  })
})
