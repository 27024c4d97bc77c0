import { describe, expect, it } from 'vitest'
import { anArbiterInput, full, GIB, hot, leaving, rounds, short, wanted } from '../../../test/fakes/arbiter-inputs.ts'
import type { ArbiterInput, WantedChange } from './arbitration.ts'

const MINUTE = 60_000
const { nowMs } = anArbiterInput()
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

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
    expect(later.state.memory?.means.at(-1)?.chosen).toBe(true)
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
