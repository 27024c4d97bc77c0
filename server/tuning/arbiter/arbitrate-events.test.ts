import { describe, expect, it } from 'vitest'
import {
  aCpuStanding,
  aMemoryStanding,
  anArbiterInput,
  GIB,
  hot,
  rounds,
  short,
} from '../../../test/fakes/arbiter-inputs.ts'
import type { ArbiterInput } from './arbitration.ts'

const MINUTE = 60_000
const { nowMs } = anArbiterInput()

describe('begin and end', () => {
  const memory = (gib: number) => ({ memory: aMemoryStanding({ availableKiB: gib * GIB }) })
  const cpu = (highestPercent: number, demandPercent: number) => ({
    cpu: aCpuStanding({ highestPercent, demandPercent }),
  })
  const cases: { why: string; inputs: Partial<ArbiterInput>[]; open: string[] }[] = [
    { why: 'nothing is short', inputs: [{}], open: [] },
    { why: 'just the reserve is available', inputs: [memory(10)], open: [] },
    { why: 'less than the reserve is available', inputs: [memory(9.9)], open: ['memory'] },
    { why: 'little more than the reserve is available again', inputs: [memory(9), memory(10.9)], open: ['memory'] },
    { why: 'a tenth more than the reserve is available again', inputs: [memory(9), memory(11)], open: [] },
    { why: 'memory is not measured after it was short', inputs: [memory(9), { memory: undefined }], open: ['memory'] },
    { why: 'the busiest core is at the mark', inputs: [cpu(120, 200)], open: [] },
    { why: 'the busiest core is above the mark', inputs: [cpu(121, 200)], open: ['cpu'] },
    { why: 'all cores together are at the mark', inputs: [cpu(100, 380)], open: [] },
    { why: 'all cores together are above the mark', inputs: [cpu(100, 381)], open: ['cpu'] },
    { why: 'the busiest core is hardly below', inputs: [cpu(121, 200), cpu(105, 200)], open: ['cpu'] },
    { why: 'all cores together are hardly below', inputs: [cpu(121, 200), cpu(90, 340)], open: ['cpu'] },
    { why: 'the busiest core and all are clearly below', inputs: [cpu(121, 390), cpu(104, 339)], open: [] },
    { why: 'CPUs are not measured after they were short', inputs: [cpu(121, 200), { cpu: undefined }], open: ['cpu'] },
    { why: 'both are short', inputs: [{ ...memory(9), ...cpu(121, 200) }], open: ['memory', 'cpu'] },
  ] as never
  for (const { why, inputs, open } of cases) {
    it(`${open.join(' and ') || 'no'} pressure where ${why}`, () => {
      const { state } = rounds(inputs)
      expect(['memory', 'cpu'].filter(kind => kind in state)).toEqual(open)
    })
  }

  it('is told when it begins, when other means are chosen, and when it ends', () => {
    const inputs: Partial<ArbiterInput>[] = [
      { memory: short() },
      { memory: short({ availableKiB: 5 * GIB }) },
      { memory: short({ givableKiB: GIB }) },
      { memory: short({ availableKiB: 5 * GIB, givableKiB: GIB }) },
      {},
      {},
    ]
    const told = inputs.map((_, index) => rounds(inputs.slice(0, index + 1)).told)
    expect(told.map(events => events.map(({ id, endedAtMs }) => [id, endedAtMs]))).toEqual([
      [['event-1', undefined]],
      [],
      [['event-1', undefined]],
      [],
      [['event-1', nowMs]],
      [],
    ])
  })

  it('is decided anew each round, told or not', () => {
    const { state, told } = rounds([
      { memory: short() },
      { memory: short({ availableKiB: 5 * GIB }), nowMs: nowMs + 1 },
    ])
    expect(told).toEqual([])
    expect(state.memory).toMatchObject({
      beganAtMs: nowMs,
      atMs: nowMs + 1,
      what: { values: { available: '5.0 GiB' } },
    })
  })

  it('names VMs that came shortly before, as long as it lasts', () => {
    const arrived = new Map([
      ['a', nowMs - 9 * MINUTE],
      ['b', nowMs - 10 * MINUTE],
      ['gone', nowMs],
    ])
    const last = rounds([
      { memory: short(), arrived },
      { memory: short(), arrived, nowMs: nowMs + 5 * MINUTE },
    ])
    expect(last.state.memory?.afterArrivalOf).toEqual(['a'])
  })

  it('has the numbers in its reason, and every means in order', () => {
    const { state } = rounds([{ memory: short(), cpu: hot() }])
    expect(state.memory?.what.text).toBe(
      'host1 has 6.0 GiB of memory available, its reserve is 10.0 GiB; 5.0 GiB more and it is no longer short.',
    )
    expect(state.cpu?.what.text).toBe(
      'The busiest core of host1 is asked for 150 %, and all of them for 50 % of what they have.',
    )
    const order = ['wait', 'balloon', 'ksm', 're-pin', 'cpu-cap', 'migrate']
    expect(state.memory?.means.map(({ means }) => means)).toEqual(order)
    expect(state.cpu?.means.map(({ means }) => means)).toEqual(order)
  })
})
