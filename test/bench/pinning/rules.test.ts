import { describe, expect, it } from 'vitest'
import { oldRule } from './old-rule.ts'
import { createWorld, type Pin, type WorldHost } from './pcpu-world.ts'
import type { RuleOf } from './run-rule.ts'
import { swapRule } from './swap-rule.ts'
import { aWorldHost, aWorldOfQueues, usualTimes } from './world-builders.ts'

/** The spread of demand in each round, and what is bound at its end. */
function play(host: WorldHost, ruleOf: RuleOf, rounds: number) {
  const world = createWorld(host, usualTimes)
  const rule = ruleOf(host)
  const [spreads, pins]: [number[], (readonly Pin[])[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const sample = world.run(round)
    spreads.push(Math.max(...world.coreLoads()) - Math.min(...world.coreLoads()))
    const wanted = rule(sample)
    pins.push(wanted)
    world.apply(wanted)
  }
  return { spreads, pins, moves: world.moves(), reversals: world.reversals() }
}

const fourOnOne = aWorldOfQueues([[100, 100, 100, 100], [], [], []])
const twoAndOne = aWorldOfQueues([[40, 40], [30]])

describe('the rule of the old program', () => {
  it('spreads four busy VMs from one CPU over four by three pins, the last CPU first', () => {
    const { spreads, pins } = play(fourOnOne, oldRule, 6)
    expect(spreads).toEqual([400, 300, 200, 0, 0, 0])
    expect(pins.flat()).toEqual([3, 2, 1].map(cpu => ({ at: cpu, cpuIds: [cpu] })))
  })

  it('moves {40, 40} and {30} to and fro for ever', () => {
    const { spreads, moves, reversals } = play(twoAndOne, oldRule, 500)
    expect([moves, reversals]).toEqual([500, 498])
    expect(new Set(spreads.slice(1))).toEqual(new Set([30]))
  })

  it('moves the first VM between empty CPUs for ever where a crowded one has no vCPU 0', () => {
    const second = [
      { on: 2, percent: 0 },
      { on: 0, percent: 50 },
    ]
    const { spreads, pins } = play(aWorldHost(4, [[{ on: 1, percent: 10 }], second, second]), oldRule, 100)
    expect(pins.map(wanted => wanted.map(({ at }) => at))).toEqual(pins.map(() => [0]))
    expect(new Set(spreads)).toEqual(new Set([100]))
  })

  it.each([
    { why: 'the freest is above 50 %', queues: [[60, 30], [51]], pins: [] },
    { why: 'the busiest is not above 50 %', queues: [[20, 30], [10]], pins: [] },
    { why: 'the busiest has one vCPU', queues: [[90], [10, 10]], pins: [] },
    { why: 'nothing is used', queues: [[0, 0], [0]], pins: [] },
    { why: 'a crowded CPU and an empty one, whatever is used', queues: [[1, 1], []], pins: [{ at: 1, cpuIds: [1] }] },
    { why: 'the lowest crowded CPU, not the busiest', queues: [[1, 1], [90, 90], []], pins: [{ at: 1, cpuIds: [2] }] },
    { why: 'a move that only turns the spread round', queues: [[45, 60], [50]], pins: [{ at: 0, cpuIds: [1] }] },
  ])('pins $pins.length where it sees: $why', ({ queues, pins }) => {
    expect(play(aWorldOfQueues(queues), oldRule, 1).pins.flat()).toEqual(pins)
  })

  it('cannot see that a full CPU is asked for more: a CPU with one busy VM looks fuller than three that share', () => {
    // 33 + 33 + 33 in whole percent, beside 100.
    expect(play(aWorldOfQueues([[100, 100, 100], [100], [0]]), oldRule, 50).moves).toBe(0)
  })
})

describe('the swap rule of the README', () => {
  it('gives an empty CPU the busiest vCPU of the busiest', () => {
    expect(play(aWorldOfQueues([[20, 50], []]), swapRule, 2).pins).toEqual([[{ at: 1, cpuIds: [1] }], []])
  })

  it('spreads four busy VMs from one CPU over four', () => {
    expect(play(fourOnOne, swapRule, 5).spreads).toEqual([400, 300, 200, 0, 0])
  })

  it('swaps the least used of two CPUs for ever', () => {
    const { pins, moves, reversals } = play(twoAndOne, swapRule, 100)
    expect(pins[0]).toEqual([
      { at: 0, cpuIds: [1] },
      { at: 2, cpuIds: [0] },
    ])
    expect([moves, reversals]).toEqual([200, 198])
  })

  it.each([
    { why: 'the busiest is not above 50 %', queues: [[50], [10]] },
    { why: 'the freest is not below 50 %', queues: [[90], [50]] },
    { why: 'one is alone and the other empty', queues: [[90], []] },
  ])('does nothing where $why', ({ queues }) => {
    expect(play(aWorldOfQueues(queues), swapRule, 1).moves).toBe(0)
  })
})
