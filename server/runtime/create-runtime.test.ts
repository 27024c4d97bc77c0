import { describe, expect, it } from 'vitest'
import { boolean, choice, integer } from '../../shared/policy/parameter.ts'
import { reason } from '../../shared/policy/reason.ts'
import {
  accept,
  type BalanceMove,
  defineUnit,
  type PolicyUnit,
  reject,
  type Verdict,
} from '../../shared/policy/unit.ts'
import { aHost, aVm } from '../../test/fakes/builders.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import { createRuntime, type UnitCall } from './create-runtime.ts'
import { UnitRegistrationError } from './register-units.ts'

const described = { label: 'L', help: 'H' }
const hosts = [aHost({ id: 'host1' }), aHost({ id: 'host2' })]
const vm = aVm({ id: 'vm1', hostId: 'host1' })
const because = reason('because', 'Because.')

const unitOf = (over: Partial<PolicyUnit>): PolicyUnit => ({ id: 'u', description: 'D', parameters: {}, ...over })

const runtimeOf = (over: Partial<PolicyUnit>, onCall?: (call: UnitCall) => void) => {
  let ticks = 0
  const units = [{ unit: unitOf(over), source: 'test' }]
  return createRuntime({ units, elapsedMs: () => ticks++ * 5, ...(onCall && { onCall }) })
}

const minimum = defineUnit({
  id: 'u',
  description: 'D',
  parameters: { minimum: integer({ ...described, min: 0, max: 99, default: 7 }) },
  filter: (_vm, { id }, values) => (id === 'host1' ? accept : reject(reason('no', `Minimum ${values.minimum}.`))),
  score: (_vm, { id }) => (id === 'host1' ? 250 : -3),
})

describe('createRuntime', () => {
  it('registers the built-in units', () => {
    const units = builtInUnits.map(unit => ({ unit, source: 'built-in' }))
    const runtime = createRuntime({ units, elapsedMs: () => 0 })
    expect(runtime.list().map(({ unit }) => unit.id)).toContain('host_memory_balance')
  })

  it('gives a unit its typed values and reports those it had to replace', async () => {
    const runtime = runtimeOf(minimum)
    const outcome = await runtime.filter('u', vm, hosts, { minimum: '100', other: 'x' })
    expect(outcome).toEqual({
      ok: true,
      value: new Map<string, Verdict>([
        ['host1', accept],
        ['host2', reject(reason('no', 'Minimum 7.'))],
      ]),
      problems: [{ property: 'minimum', problem: 'must be a whole number from 0 to 99, not "100"' }],
      propertyValues: { minimum: 7 },
    })
  })

  it('clamps scores to 0..100', async () => {
    const outcome = await runtimeOf(minimum).score('u', vm, hosts, {})
    expect(outcome.ok && [...outcome.value]).toEqual([
      ['host1', 100],
      ['host2', 0],
    ])
  })

  it('says not-found for an unknown unit and for a function the unit lacks', async () => {
    const runtime = runtimeOf(minimum)
    const input = { hosts, vms: [vm] }
    expect(await runtime.balance('v', input, {})).toMatchObject({
      ok: false,
      code: 'not-found',
      message: 'there is no unit v',
    })
    expect(await runtime.balance('u', input, {})).toMatchObject({
      code: 'not-found',
      message: 'unit u has no balance function',
    })
    expect(await runtime.filter('__proto__', vm, hosts, {})).toMatchObject({ code: 'not-found' })
  })

  it('turns a throw into an outcome, briefly', async () => {
    const broken = () => {
      throw new Error('x'.repeat(1_000))
    }
    const outcome = await runtimeOf({ filter: broken }).filter('u', vm, hosts, {})
    expect(outcome).toMatchObject({ ok: false, code: 'failed' })
    expect(!outcome.ok && outcome.message.length).toBeLessThan(250)
  })

  it('reports each call with its duration', async () => {
    const calls: UnitCall[] = []
    await runtimeOf(minimum, call => calls.push(call)).score('u', vm, hosts, {})
    await runtimeOf({ score: () => Number.NaN }, call => calls.push(call)).score('u', vm, hosts, {})
    expect(calls).toEqual([
      { unit: 'u', function: 'score', outcome: 'ok', durationMs: 5 },
      { unit: 'u', function: 'score', outcome: 'bad-output', durationMs: 5 },
    ])
  })

  const move: BalanceMove = { vmId: 'vm1', fromHostId: 'host1', toHostIds: ['host2'], because }
  const badMoves: { why: string; over: Partial<BalanceMove> }[] = [
    { why: 'an unknown VM', over: { vmId: 'vm9' } },
    { why: 'an unknown host', over: { toHostIds: ['host2', 'host9'] } },
    { why: 'a source the VM is not on', over: { fromHostId: 'host2' } },
    { why: 'no destination, which the engine takes for any', over: { toHostIds: [] } },
    { why: 'the source as destination', over: { toHostIds: ['host1'] } },
  ]
  for (const { why, over } of badMoves) {
    it(`does not use a move that names ${why}`, async () => {
      const balance = () => ({ move: { ...move, ...over }, because, skippedHosts: [], skippedVms: [] })
      expect(await runtimeOf({ balance }).balance('u', { hosts, vms: [vm] }, {})).toMatchObject({ code: 'bad-output' })
    })
  }

  it('uses a move that names only what was given', async () => {
    const balance = () => ({ move, because, skippedHosts: [], skippedVms: [] })
    expect(await runtimeOf({ balance }).balance('u', { hosts, vms: [vm] }, {})).toMatchObject({
      ok: true,
      value: { move },
    })
  })
})

describe('registration', () => {
  const filter = () => accept
  const refused: { why: string; over: Partial<PolicyUnit>; problem: string }[] = [
    { why: 'a blank in its name', over: { id: 'a b', filter }, problem: 'needs a name' },
    { why: 'a name of 129 letters', over: { id: 'a'.repeat(129), filter }, problem: 'needs a name' },
    { why: 'no description', over: { description: '', filter }, problem: 'description of one line' },
    { why: 'two lines of description', over: { description: 'a\nb', filter }, problem: 'description of one line' },
    { why: 'no function', over: {}, problem: 'offers neither' },
    {
      why: 'a parameter the engine cannot name',
      over: { filter, parameters: { 'a-b': boolean({ ...described, default: true }) } },
      problem: 'test: u.a-b needs a name',
    },
    {
      why: 'a default outside its range',
      over: { filter, parameters: { p: integer({ ...described, min: 1, max: 2, default: 3 }) } },
      problem: 'test: u.p has a bad default: it must be a whole number from 1 to 2, not "3"',
    },
    {
      why: 'a range the wrong way round',
      over: { filter, parameters: { p: integer({ ...described, min: 2, max: 1, default: 1 }) } },
      problem: 'no range from 2 to 1',
    },
    {
      why: 'a choice that breaks the property grammar',
      over: { filter, parameters: { p: choice({ ...described, choices: ['a;b'], default: 'a;b' }) } },
      problem: 'holds a ";"',
    },
  ]
  for (const { why, over, problem } of refused) {
    it(`refuses a unit with ${why}`, () => {
      expect(() => runtimeOf(over)).toThrow(UnitRegistrationError)
      expect(() => runtimeOf(over)).toThrow(problem)
    })
  }

  it('names both sources of a name that is taken twice', () => {
    const units = ['built-in', '/plugins/u.ts'].map(source => ({ unit: unitOf({ filter }), source }))
    expect(() => createRuntime({ units, elapsedMs: () => 0 })).toThrow(
      '/plugins/u.ts: u has the name of a unit that built-in brings',
    )
  })
})
