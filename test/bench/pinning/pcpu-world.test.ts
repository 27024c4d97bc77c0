import { describe, expect, it } from 'vitest'
import { createWorld } from './pcpu-world.ts'
import { aWorldOfQueues, usualTimes } from './world-builders.ts'

describe('createWorld', () => {
  it('shares a full CPU in proportion; what is not run is waited for', () => {
    const { runPercent, delayPercent } = createWorld(aWorldOfQueues([[100, 60, 40], [70]]), usualTimes).run(0)
    expect(runPercent).toEqual([50, 30, 20, 70])
    expect(delayPercent).toEqual([50, 30, 20, 0])
  })

  it('leaves where it is what nobody binds, and what is bound no more', () => {
    const world = createWorld(aWorldOfQueues([[50, 50], []]), usualTimes)
    world.run(0)
    world.apply([{ at: 1, cpuIds: [1] }])
    world.apply([{ at: 1, cpuIds: [] }])
    expect(world.run(1).onCpu).toEqual([0, 1])
    expect(world.moves()).toBe(1)
  })

  it('puts what is bound to a core on its threads, the largest first, and measures cores by their capacity', () => {
    const host = aWorldOfQueues([[], [], [10, 60, 50], []])
    const cores = [0, 2].map(cpu => ({ cpuIds: [cpu, cpu + 1], capacity: 1.25, fixedPercent: 0 }))
    const world = createWorld({ ...host, cores }, usualTimes)
    world.run(0)
    world.apply([0, 1, 2].map(at => ({ at, cpuIds: [0, 1] })))
    expect(world.run(1).onCpu).toEqual([1, 0, 1])
    expect(world.cpuLoads()).toEqual([60, 60, 0, 0])
    expect(world.coreLoads()).toEqual([96, 0])
    expect(world.moves()).toBe(3)
  })

  describe('counts as a reversal a vCPU that is back', () => {
    const cases = [
      { why: 'after a round', backIn: 1, demand: 40, reversals: 1 },
      { why: 'within the residence time', backIn: 59, demand: 40, reversals: 1 },
      { why: 'later', backIn: 60, demand: 40, reversals: 0 },
      { why: 'with a load that is as good as the same', backIn: 1, demand: 50, reversals: 1 },
      { why: 'with another load', backIn: 1, demand: 51, reversals: 0 },
    ]
    it.each(cases)('$why: $reversals', ({ backIn, demand, reversals }) => {
      const host = aWorldOfQueues([[40, 40], []])
      const demandAt = (round: number, vcpu: number) => (round > 0 && vcpu === 0 ? demand : 40)
      const world = createWorld({ ...host, demandAt }, usualTimes)
      world.run(0)
      world.apply([{ at: 0, cpuIds: [1] }])
      world.run(backIn)
      world.apply([{ at: 0, cpuIds: [0] }])
      expect([world.moves(), world.reversals()]).toEqual([2, reversals])
    })
  })
})
