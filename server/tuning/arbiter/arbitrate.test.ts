import { describe, expect, it } from 'vitest'
import {
  aCpuStanding,
  aLeaveReason,
  aMemoryStanding,
  anArbiterInput,
  anArbiterVm,
  GIB,
  wanted,
} from '../../../test/fakes/arbiter-inputs.ts'
import { arbitrate } from './arbitrate.ts'
import type { ArbiterInput, ArbiterState, Arbitration, WantedChange } from './arbitration.ts'

const MINUTE = 60_000
const { nowMs } = anArbiterInput()

/** Rounds one after the other, each with the state that the one before left; the last is told. */
function rounds(inputs: readonly Partial<ArbiterInput>[], state: ArbiterState = {}): Arbitration {
  let id = 0
  const newId = () => `event-${++id}`
  let last: Arbitration | undefined
  for (const input of inputs) last = arbitrate(anArbiterInput(input), last?.state ?? state, newId)
  if (last === undefined) throw new Error('There is no round.')
  return last
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)
const leaving = (...ids: readonly string[]) => new Map(ids.map(id => [id, aLeaveReason]))

/** 4 GiB less than the reserve of 10 GiB, 5 GiB less than is enough. */
const short = (over = {}) => aMemoryStanding({ availableKiB: 6 * GIB, ...over })
const hot = (over = {}) => aCpuStanding({ highestPercent: 150, highestAfterPercent: 90, ...over })
const full = (over = {}) => aCpuStanding({ demandPercent: 440, highestPercent: 115, ...over })

const chosenIn = ({ state }: Arbitration, kind: 'memory' | 'cpu') =>
  state[kind]?.means.flatMap(({ means, chosen }) => (chosen ? [means] : []))
const codeOf = ({ state }: Arbitration, kind: 'memory' | 'cpu', of: string) =>
  state[kind]?.means.find(({ means }) => means === of)?.because.code

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

describe('means for memory', () => {
  const cases: { why: string; input: Partial<ArbiterInput>; chosen: string[]; code?: [means: string, code: string] }[] =
    [
      {
        why: 'balloons alone where they suffice',
        input: { memory: short({ givableKiB: 5 * GIB }) },
        chosen: ['balloon'],
        code: ['migrate', 'pressure-balloons-enough'],
      },
      {
        why: 'balloons and a move where balloons do not suffice',
        input: { memory: short({ givableKiB: 4.9 * GIB }) },
        chosen: ['balloon', 'migrate'],
        code: ['balloon', 'pressure-balloons-part'],
      },
      {
        why: 'a move where nobody can give',
        input: { memory: short() },
        chosen: ['migrate'],
        code: ['balloon', 'pressure-balloons-empty'],
      },
      {
        why: 'waiting where what leaves is enough',
        input: { memory: short({ availableKiB: 9 * GIB, givableKiB: GIB }), leaving: leaving('a') },
        chosen: ['wait'],
        code: ['balloon', 'pressure-leavers-free-enough'],
      },
      {
        why: 'balloons while what leaves is not enough, and no second move',
        input: { memory: short({ givableKiB: GIB }), leaving: leaving('a') },
        chosen: ['balloon'],
        code: ['migrate', 'pressure-migrate-leaving'],
      },
      {
        why: 'KSM that is wanted',
        input: { memory: short({ givableKiB: 9 * GIB }), changes: [wanted.startKsm()] },
        chosen: ['balloon', 'ksm'],
        code: ['ksm', 'pressure-ksm-starts'],
      },
      {
        why: 'KSM that runs',
        input: { memory: short({ givableKiB: 9 * GIB, ksmRuns: true }) },
        chosen: ['balloon', 'ksm'],
        code: ['ksm', 'pressure-ksm-runs'],
      },
      {
        why: 'no KSM where there is none',
        input: { memory: { availableKiB: 6 * GIB, reserveKiB: 10 * GIB, givableKiB: 9 * GIB } },
        chosen: ['balloon'],
        code: ['ksm', 'pressure-ksm-none'],
      },
      {
        why: 'no KSM that costs CPU where balloons suffice',
        input: { memory: short({ givableKiB: 9 * GIB }), cpu: hot(), changes: [wanted.startKsm()] },
        chosen: ['balloon'],
        code: ['ksm', 'pressure-ksm-not-needed'],
      },
      {
        why: 'KSM though it costs CPU where balloons do not suffice',
        input: { memory: short({ givableKiB: GIB }), cpu: hot(), changes: [wanted.startKsm()] },
        chosen: ['balloon', 'ksm', 'migrate'],
      },
      {
        why: 'no move where nobody may leave',
        input: { memory: short(), vms: [anArbiterVm({ canLeave: false })] },
        chosen: [],
        code: ['migrate', 'pressure-migrate-nobody'],
      },
    ]
  for (const { why, input, chosen, code } of cases) {
    it(`are ${why}`, () => {
      const result = rounds([input])
      expect(chosenIn(result, 'memory')).toEqual(chosen)
      if (code) expect(codeOf(result, 'memory', code[0])).toBe(code[1])
    })
  }
})

describe('means for CPU', () => {
  const pins = { changes: [wanted.pin('a'), wanted.cap('b')] }
  const cases: {
    why: string
    inputs: Partial<ArbiterInput>[]
    chosen: string[]
    code?: [means: string, code: string]
  }[] = [
    {
      why: 'pins that bring the busiest core below the mark, before a cap',
      inputs: [{ cpu: hot(), ...pins }],
      chosen: ['re-pin'],
      code: ['cpu-cap', 'pressure-pins-first'],
    },
    {
      why: 'pins that bring it clearly down',
      inputs: [{ cpu: hot({ highestPercent: 200, highestAfterPercent: 190 }), ...pins }],
      chosen: ['re-pin'],
    },
    {
      why: 'a cap where pins hardly help',
      inputs: [{ cpu: hot({ highestPercent: 200, highestAfterPercent: 191 }), ...pins }],
      chosen: ['cpu-cap'],
      code: ['re-pin', 'pressure-pins-help-little'],
    },
    {
      why: 'pins and a cap where VMs want more than there is',
      inputs: [{ cpu: full(), ...pins }],
      chosen: ['re-pin', 'cpu-cap'],
    },
    {
      why: 'nothing where nobody wants pins or caps',
      inputs: [{ cpu: hot() }],
      chosen: [],
      code: ['re-pin', 'pressure-pins-unwanted'],
    },
    {
      why: 'no pins that are of a VM that leaves',
      inputs: [{ cpu: hot(), changes: [wanted.pin('a')], leaving: leaving('a') }],
      chosen: ['wait'],
      code: ['re-pin', 'pressure-pins-unwanted'],
    },
    {
      why: 'waiting where what leaves is enough, for all and for the busiest core',
      inputs: [{ cpu: full({ demandPercent: 430 }), leaving: leaving('a') }],
      chosen: ['wait'],
      code: ['migrate', 'pressure-leavers-take-enough'],
    },
    {
      why: 'no waiting where it is not enough for all',
      inputs: [{ cpu: full(), leaving: leaving('a') }],
      chosen: [],
      code: ['wait', 'pressure-leavers-take-part'],
    },
    {
      why: 'no waiting where it is not enough for the busiest core',
      inputs: [{ cpu: hot({ highestPercent: 205 }), leaving: leaving('a') }],
      chosen: [],
      code: ['wait', 'pressure-leavers-take-part'],
    },
    {
      why: 'no move in the second round of too much',
      inputs: times(2, { cpu: full() }),
      chosen: [],
      code: ['migrate', 'pressure-cpus-not-yet'],
    },
    { why: 'a move in the third', inputs: times(3, { cpu: full() }), chosen: ['migrate'] },
    {
      why: 'no move where a round between was better',
      inputs: [...times(2, { cpu: full() }), { cpu: full({ demandPercent: 400 }) }, { cpu: full() }],
      chosen: [],
    },
    {
      why: 'no move where a round between was not measured',
      inputs: [...times(2, { cpu: full() }), { cpu: undefined }, { cpu: full() }] as never,
      chosen: [],
    },
    {
      why: 'never a move where it is only uneven',
      inputs: times(5, { cpu: hot() }),
      chosen: [],
      code: ['migrate', 'pressure-cpus-suffice'],
    },
    {
      why: 'no move while a VM leaves that is not enough',
      inputs: times(3, { cpu: full(), leaving: leaving('a') }),
      chosen: [],
      code: ['migrate', 'pressure-migrate-leaving'],
    },
  ]
  for (const { why, inputs, chosen, code } of cases) {
    it(`are ${why}`, () => {
      const result = rounds(inputs)
      expect(chosenIn(result, 'cpu')).toEqual(chosen)
      if (code) expect(codeOf(result, 'cpu', code[0])).toBe(code[1])
    })
  }
})

describe('what is held', () => {
  const cases: { why: string; input: Partial<ArbiterInput>; changes: WantedChange[]; held: WantedChange[] }[] = [
    {
      why: 'nothing without pressure',
      input: {},
      changes: [wanted.take('a'), wanted.cap('a'), wanted.pin('a'), wanted.startKsm()],
      held: [],
    },
    {
      why: 'whatever takes from a VM that leaves',
      input: { leaving: leaving('a') },
      changes: [wanted.take('a'), wanted.pin('a'), wanted.cap('a'), wanted.limitIo('a'), wanted.take('b')],
      held: [wanted.take('a'), wanted.pin('a'), wanted.cap('a'), wanted.limitIo('a')],
    },
    {
      why: 'nothing that gives back to a VM that leaves, and no request',
      input: { leaving: leaving('a') },
      changes: [wanted.give('a'), wanted.take('a', 'restore'), wanted.pin('a', 'restore'), wanted.migrate('a')],
      held: [],
    },
    {
      why: 'balloons and KSM while what leaves is enough',
      input: { memory: short({ availableKiB: 9 * GIB }), leaving: leaving('a') },
      changes: [wanted.take('b'), wanted.give('b'), wanted.startKsm(), wanted.cap('b'), wanted.pin('b')],
      held: [wanted.take('b'), wanted.startKsm()],
    },
    {
      why: 'no balloon while what leaves is not enough',
      input: { memory: short(), leaving: leaving('a') },
      changes: [wanted.take('b')],
      held: [],
    },
    {
      why: 'caps while pins help',
      input: { cpu: hot() },
      changes: [wanted.pin('a'), wanted.cap('b'), wanted.uncap('a'), wanted.cap('a', 'restore')],
      held: [wanted.cap('b')],
    },
    {
      why: 'no cap where pins hardly help',
      input: { cpu: hot({ highestAfterPercent: 149 }) },
      changes: [wanted.pin('a'), wanted.cap('b')],
      held: [],
    },
    {
      why: 'no cap where VMs want more than there is',
      input: { cpu: full() },
      changes: [wanted.pin('a'), wanted.cap('b')],
      held: [],
    },
    {
      why: 'caps, not pins, while what leaves is enough',
      input: { cpu: hot({ highestAfterPercent: 149 }), leaving: leaving('a') },
      changes: [wanted.pin('b'), wanted.cap('b')],
      held: [wanted.cap('b')],
    },
    {
      why: 'KSM while CPU is short',
      input: { cpu: hot() },
      changes: [wanted.startKsm(), wanted.stopKsm(), wanted.startKsm('restore')],
      held: [wanted.startKsm()],
    },
    {
      why: 'KSM while CPU and memory are short and balloons suffice',
      input: { cpu: hot(), memory: short({ givableKiB: 9 * GIB }) },
      changes: [wanted.startKsm()],
      held: [wanted.startKsm()],
    },
    {
      why: 'no KSM while CPU and memory are short and balloons do not suffice',
      input: { cpu: hot(), memory: short({ givableKiB: GIB }) },
      changes: [wanted.startKsm()],
      held: [],
    },
    {
      why: 'no KSM while memory alone is short',
      input: { memory: short({ givableKiB: 9 * GIB }) },
      changes: [wanted.startKsm()],
      held: [],
    },
  ]
  for (const { why, input, changes, held } of cases) {
    it(`is ${why}`, () => {
      const result = rounds([{ ...input, changes }])
      expect(result.held.map(({ change }) => change)).toEqual(held)
      expect(result.held.every(({ because }) => because.code.startsWith('pressure-'))).toBe(true)
    })
  }

  it('says why it is known that a VM leaves', () => {
    const { held } = rounds([{ changes: [wanted.take('a')], leaving: leaving('a') }])
    expect(held[0]?.because.text).toBe('a is to leave this host, so nothing is taken from it: web is migrating.')
  })
})

describe('asking for a VM to leave', () => {
  const at = (minutes: number, over: Partial<ArbiterInput> = {}) => ({
    memory: short({ availableKiB: 9 * GIB }),
    nowMs: nowMs + minutes * MINUTE,
    ...over,
  })
  const cases: { why: string; inputs: Partial<ArbiterInput>[]; asks: string[] }[] = [
    { why: 'one that frees what is missing', inputs: [at(0)], asks: ['a'] },
    { why: 'a larger one where more is missing', inputs: [{ memory: short({ availableKiB: 8 * GIB }) }], asks: ['b'] },
    {
      why: 'a smaller one where balloons reach a part',
      inputs: [{ memory: short({ availableKiB: 8 * GIB, givableKiB: GIB }) }],
      asks: ['a'],
    },
    { why: 'the one that frees most where none is enough', inputs: [{ memory: short() }], asks: ['b'] },
    { why: 'nobody in the next ten minutes', inputs: [at(0), at(9.9)], asks: [] },
    { why: 'again after ten minutes', inputs: [at(0), at(10)], asks: ['a'] },
    { why: 'at once after the clock was set back', inputs: [at(0), at(-1)], asks: ['a'] },
    { why: 'nobody while one is leaving', inputs: [{ memory: short(), leaving: leaving('a') }], asks: [] },
    { why: 'nobody where a policy asks', inputs: [at(0, { changes: [wanted.migrate('b')] })], asks: [] },
    { why: 'nobody where a policy asks for a stop', inputs: [at(0, { changes: [wanted.shutdown('b')] })], asks: [] },
    { why: 'nobody shortly after a policy has', inputs: [at(0, { changes: [wanted.migrate('b')] }), at(9)], asks: [] },
    {
      why: 'for CPU the one with the least demand',
      inputs: times(3, { cpu: full({ demandPercent: 430 }) }),
      asks: ['a'],
    },
    { why: 'for CPU one with demand enough', inputs: times(3, { cpu: full() }), asks: ['b'] },
    {
      why: 'one for both kinds of pressure',
      inputs: [...times(2, { cpu: full() }), { cpu: full(), memory: short() }],
      asks: ['b'],
    },
  ]
  for (const { why, inputs, asks } of cases) {
    it(`asks for ${why}`, () => {
      const result = rounds(inputs)
      expect(result.asks.map(({ change }) => 'vmId' in change && change.vmId)).toEqual(asks)
      for (const ask of result.asks)
        expect(ask).toMatchObject({
          by: 'arbiter',
          change: { knob: 'request', request: 'migrate', because: ask.reason?.text },
        })
    })
  }

  it('stays chosen while the planner has it, and is told once', () => {
    const later = rounds([at(0), at(5)])
    expect(chosenIn(later, 'memory')).toEqual(['migrate'])
    expect(later.told).toEqual([])
    expect(later.state.memory?.means.at(-1)?.because.text).toBe(
      'A VM was asked for 5 min ago; another is asked for after 10 min.',
    )
  })

  it('lets what a policy asks for pass', () => {
    const { let: passed, state } = rounds([at(0, { changes: [wanted.migrate('b')] })])
    expect(passed).toEqual([wanted.migrate('b')])
    expect(state.memory?.means.at(-1)).toMatchObject({ chosen: true, because: { code: 'pressure-migrate-requested' } })
  })
})
