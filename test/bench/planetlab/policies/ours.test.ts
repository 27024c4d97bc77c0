import { describe, expect, it } from 'vitest'
import { ourDefaults, ours } from './ours.ts'
import { aView, aVm } from './view-builders.ts'

const steady = (id: number, hostId: number, mips: number) => aVm({ id, hostId, mips, memoryMb: 100 })

describe('ours', () => {
  it('empties a host into one that is on, and leaves the others off', () => {
    const view = aView(3, [steady(0, 0, 600), steady(1, 1, 300)])
    expect(ours().decide(view)).toEqual([{ vmId: 1, toHostId: 0 }])
  })

  it('leaves a host on whose VMs would be too much elsewhere', () => {
    const view = aView(2, [steady(0, 0, 900), steady(1, 0, 500), steady(2, 1, 500)])
    expect(ours().decide(view)).toEqual([])
  })

  it('relieves a host of which more is asked than it has, by one move', () => {
    const over = [steady(0, 0, 900), steady(1, 0, 900), steady(2, 0, 300), steady(3, 1, 900), steady(4, 1, 500)]
    const moves = ours().decide(aView(3, over))
    expect(moves).toEqual([{ vmId: 2, toHostId: 1 }])
  })

  it('wakes a host when those that are on have no room', () => {
    const moves = ours().decide(aView(2, [steady(0, 0, 800), steady(1, 0, 800), steady(2, 0, 500)]))
    expect(moves).toHaveLength(1)
    expect(moves[0]?.toHostId).toBe(1)
  })

  it('does not empty hosts again before it is time', () => {
    const policy = ours()
    const view = aView(3, [steady(0, 0, 600), steady(1, 1, 300)])
    expect(policy.decide(view)).toHaveLength(1)
    expect(policy.decide({ ...view, step: view.step + ourDefaults.stepsBetweenDensity - 1 })).toEqual([])
    expect(policy.decide({ ...view, step: view.step + ourDefaults.stepsBetweenDensity })).toHaveLength(1)
  })

  it('lets a VM stay where it has come within the time of residence', () => {
    const policy = ours({ ...ourDefaults, stepsBetweenDensity: 1, residenceSteps: 10 })
    const view = aView(3, [steady(0, 0, 600), steady(1, 1, 300)])
    expect(policy.decide(view)).toEqual([{ vmId: 1, toHostId: 0 }])
    // It is as if the move had led elsewhere: only the other VM may go now.
    expect(policy.decide({ ...view, step: view.step + 5 })).toEqual([{ vmId: 0, toHostId: 1 }])
  })

  it('moves nothing to a host without memory for it', () => {
    const view = aView(2, [steady(0, 0, 600), steady(1, 1, 300)], { memoryMb: 150 })
    expect(ours().decide(view)).toEqual([])
  })

  it('sends no VM where a core is less than it may ask for', () => {
    const view = aView(2, [steady(0, 0, 600), aVm({ id: 1, hostId: 1, mips: 300, maxMips: 1_200, memoryMb: 100 })])
    expect(ours().decide(view)).toEqual([{ vmId: 0, toHostId: 1 }])
  })
})
