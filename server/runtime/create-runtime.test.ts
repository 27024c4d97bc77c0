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
import { aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import { createRuntime, type UnitCall } from './create-runtime.ts'
import { aboutHosts, aboutVm } from './question.ts'
import { UnitRegistrationError } from './register-units.ts'
import { UnitFailure } from './unit-failure.ts'
import { builtIn, type LoadedUnit } from './unit-runner.ts'

const described = { label: 'L', help: 'H' }
const hosts = [aHost({ id: 'host1' }), aHost({ id: 'host2' })]
const vm = aVm({ id: 'vm1', hostId: 'host1' })
const because = reason('because', 'Because.')
const snapshot = aSnapshot({ hosts, vms: [vm] })
const onHosts = aboutVm(snapshot, vm, hosts)
const ofHosts = aboutHosts(snapshot, hosts)

const unitOf = (over: Partial<PolicyUnit>): PolicyUnit => ({ id: 'u', description: 'D', parameters: {}, ...over })

const runtimeOf = (over: Partial<PolicyUnit>, onCall?: (call: UnitCall) => void) => {
  let ticks = 0
  const units = [builtIn(unitOf(over), 'test')]
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
    const runtime = createRuntime({ units: builtInUnits.map(unit => builtIn(unit)), elapsedMs: () => 0 })
    expect(runtime.list().map(({ unit }) => unit.id)).toContain('host_memory_balance')
  })

  it('gives a unit its typed values and reports those it had to replace', async () => {
    const runtime = runtimeOf(minimum)
    const outcome = await runtime.filter('u', onHosts, { minimum: '100', other: 'x' })
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
    const outcome = await runtimeOf(minimum).score('u', onHosts, {})
    expect(outcome.ok && [...outcome.value.of]).toEqual([
      ['host1', 100],
      ['host2', 0],
    ])
  })

  it('says not-found for an unknown unit and for a function the unit lacks', async () => {
    const runtime = runtimeOf(minimum)
    expect(await runtime.balance('v', ofHosts, {})).toMatchObject({
      ok: false,
      code: 'not-found',
      message: 'there is no unit v',
    })
    expect(await runtime.balance('u', ofHosts, {})).toMatchObject({
      code: 'not-found',
      message: 'unit u has no balance function',
    })
    expect(await runtime.filter('__proto__', onHosts, {})).toMatchObject({ code: 'not-found' })
  })

  it('turns a throw into an outcome, briefly', async () => {
    const broken = () => {
      throw new Error('x'.repeat(1_000))
    }
    const outcome = await runtimeOf({ filter: broken }).filter('u', onHosts, {})
    expect(outcome).toMatchObject({ ok: false, code: 'failed' })
    expect(!outcome.ok && outcome.message.length).toBeLessThan(250)
  })

  it('reports each call with its duration', async () => {
    const calls: UnitCall[] = []
    await runtimeOf(minimum, call => calls.push(call)).score('u', onHosts, {})
    await runtimeOf({ score: () => Number.NaN }, call => calls.push(call)).score('u', onHosts, {})
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
      expect(await runtimeOf({ balance }).balance('u', ofHosts, {})).toMatchObject({ code: 'bad-output' })
    })
  }

  it('uses a move that names only what was given', async () => {
    const balance = () => ({ move, because, skippedHosts: [], skippedVms: [] })
    expect(await runtimeOf({ balance }).balance('u', ofHosts, {})).toMatchObject({
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
    const units = ['built-in', '/plugins/u.ts'].map(source => builtIn(unitOf({ filter }), source))
    expect(() => createRuntime({ units, elapsedMs: () => 0 })).toThrow(
      '/plugins/u.ts: u has the name of a unit that built-in brings',
    )
  })
})

describe('units of a site', () => {
  const site = (over: Partial<PolicyUnit>): LoadedUnit => ({
    ...builtIn(unitOf(over), '/plugins/u.ts'),
    kind: 'script',
  })
  const ours = builtIn(unitOf({ filter: () => accept }))

  it('stand in for a built-in one of the same name, from the next call on', async () => {
    let loaded: readonly LoadedUnit[] = []
    const runtime = createRuntime({ units: [ours], siteUnits: () => loaded, elapsedMs: () => 0 })
    expect(await runtime.filter('u', onHosts, {})).toMatchObject({
      value: new Map([
        ['host1', accept],
        ['host2', accept],
      ]),
    })
    loaded = [site({ filter: () => reject(because) })]
    expect(await runtime.filter('u', onHosts, {})).toMatchObject({
      value: new Map([
        ['host1', reject(because)],
        ['host2', reject(because)],
      ]),
    })
    expect(runtime.list()).toMatchObject([{ source: '/plugins/u.ts', replacesBuiltIn: true }])
  })

  it('are quarantined after so many failures in a row, with the reason, and are then not asked', async () => {
    let asked = 0
    let isBroken: boolean = true
    const unit = site({
      filter: () => {
        asked += 1
        if (isBroken) throw new UnitFailure('timed-out', 'no answer in 1000 ms')
        return accept
      },
    })
    const told: string[] = []
    const onQuarantine = (_unit: LoadedUnit, problem: string) => told.push(problem)
    const runtime = createRuntime({
      units: [],
      siteUnits: () => [unit],
      elapsedMs: () => 0,
      quarantineAfter: 3,
      onQuarantine,
    })
    const call = () => runtime.filter('u', onHosts, {})
    await call()
    await call()
    isBroken = false
    await call()
    isBroken = true
    for (const _ of [1, 2, 3]) expect(await call()).toMatchObject({ code: 'timed-out' })
    const before = asked
    expect(await call()).toMatchObject({
      code: 'quarantined',
      message: 'u is quarantined: it failed 3 times in a row, last: no answer in 1000 ms',
    })
    expect(asked).toBe(before)
    expect(told).toEqual(['failed 3 times in a row, last: no answer in 1000 ms'])
    expect(runtime.list()[0]?.health()).toMatchObject({ state: 'quarantined', failures: 5 })
    // Another cluster's values may suit it better.
    isBroken = false
    expect(await runtime.filter('u', onHosts, { other: 'value' })).toMatchObject({ ok: true })
  })

  for (const onFailure of ['open', 'closed'] as const) {
    it(`that fail ${onFailure} say so with each answer they do not give`, async () => {
      const unit = site({
        onFailure,
        filter: () => {
          throw new Error('no')
        },
      })
      const runtime = createRuntime({ units: [], siteUnits: () => [unit], elapsedMs: () => 0 })
      expect(await runtime.filter('u', onHosts, {})).toMatchObject({ ok: false, failsClosed: onFailure === 'closed' })
    })
  }

  it('that judge facts are not asked about what was not read, and are not blamed', async () => {
    const runtime = createRuntime({ units: [], siteUnits: () => [site({ filter: () => accept })], elapsedMs: () => 0 })
    const question = { vmId: 'vm9', hostIds: ['host1'], facts: { ok: false, why: 'VM vm9 was not read' } } as const
    expect(await runtime.filter('u', question, {})).toMatchObject({ code: 'no-facts', message: 'VM vm9 was not read' })
    expect(runtime.list()[0]?.health()).toMatchObject({ calls: 0, failures: 0 })
  })
})
