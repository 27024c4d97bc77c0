import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { UnitFailure } from '../unit-failure.ts'
import { parseFromPlugin } from './parse-from-plugin.ts'
import { parseBalance, parseScores, parseVerdicts } from './parse-script-answer.ts'

const hosts = [aHost({ id: 'h1' }), aHost({ id: 'h2' })]
const vms = [aVm({ id: 'v1', hostId: 'h1' }), aVm({ id: 'v2', hostId: 'h2' })]
const facts = { snapshot: aSnapshot({ hosts, vms }), hosts, vms }
const why = { code: 'full', text: 'It is full', values: { freeMiB: 3 } }
const looked = { because: why, skippedHosts: [], skippedVms: [] }

describe('parseVerdicts', () => {
  it('gives each host its own, in order', () => {
    expect([...parseVerdicts([1, why], hosts)]).toEqual([
      ['h1', { ok: true }],
      ['h2', { ok: false, reason: why }],
    ])
  })

  it('reads a reason that is named by the place of an earlier host', () => {
    const many = ['a', 'b', 'c', 'd'].map(id => aHost({ id }))
    const refused = { ok: false, reason: why }
    expect([...parseVerdicts([1, why, -2, -2], many).values()]).toEqual([{ ok: true }, refused, refused, refused])
    for (const wrong of [
      [-1, 1],
      [1, -1],
      [1, -2],
      [why, 0],
      [why, 2],
      [why, -1.5],
      [why, -9],
    ]) {
      expect(() => parseVerdicts(wrong, hosts)).toThrow('a verdict refers to no reason')
    }
  })

  const reasons: { what: string; given: object; kept: object }[] = [
    { what: 'a code of ours alone', given: { ...why, code: 'Not Ours!' }, kept: { ...why, code: 'site-unit' } },
    { what: 'one line', given: { ...why, text: ' a\n\tb\u0000c\u2028d ' }, kept: { ...why, text: 'a b c d' } },
    { what: 'whole characters', given: { ...why, text: 'a\ud800' }, kept: { ...why, text: 'a\ufffd' } },
    { what: '300 characters', given: { ...why, text: 'x'.repeat(400) }, kept: { ...why, text: `${'x'.repeat(299)}…` } },
    {
      what: 'values that are text or finite numbers, under plain names',
      given: JSON.parse(
        '{"text":"a","values":{"a":1,"b":"c\\nd","e":1e999,"f":{},"__proto__":{"g":1},"toString":null,"h i":1}}',
      ),
      kept: { code: 'site-unit', text: 'a', values: { a: 1, b: 'c d' } },
    },
    {
      what: '20 values',
      given: { ...why, values: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`v${index}`, index])) },
      kept: { ...why, values: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`v${index}`, index])) },
    },
  ]
  it.each(reasons)('keeps of a reason $what', ({ given, kept }) => {
    expect(parseVerdicts([given, 1], hosts).get('h1')).toEqual({ ok: false, reason: kept })
  })
})

describe('parseScores', () => {
  it('leaves out what has no score and no reason', () => {
    const { of, because } = parseScores({ of: [7, null], because: [null, why] }, hosts)
    expect([[...of], [...(because ?? [])]]).toEqual([[['h1', 7]], [['h2', why]]])
  })
  it.each(['7', true, {}, [7], Number.POSITIVE_INFINITY])('refuses the score %j', score => {
    expect(() => parseScores({ of: [score, 1] }, hosts)).toThrow('a score must be a number')
  })
})

describe('parseBalance', () => {
  it('says itself where the VM runs', () => {
    const move = { vmId: 'v1', fromHostId: 'forged', toHostIds: ['h2'], because: 'forged' }
    expect(parseBalance({ ...looked, move }, facts)).toEqual({
      ...looked,
      move: { vmId: 'v1', fromHostId: 'h1', toHostIds: ['h2'], because: why },
    })
  })
  it('keeps of what was skipped only what exists, by its real name, once', () => {
    const skippedHosts = [
      { id: 'h1', name: 'forged', reason: why },
      { id: 'h1', reason: why },
      { id: 'h9', reason: why },
      { id: 7 },
    ]
    expect(parseBalance({ ...looked, skippedHosts }, facts).skippedHosts).toEqual([
      { id: 'h1', name: 'h1', reason: why },
    ])
  })
  const bad: { what: string; move: unknown }[] = [
    { what: 'to a host that was not given', move: { vmId: 'v1', toHostIds: ['h2', 'h9'] } },
    { what: 'to something that turns into text', move: { vmId: 'v1', toHostIds: [['h2']] } },
    { what: 'to something that cannot', move: { vmId: 'v1', toHostIds: [{ toString: 1, valueOf: 1 }] } },
    { what: 'of no VM', move: { toHostIds: ['h2'] } },
    { what: 'to nowhere', move: { vmId: 'v1' } },
    { what: 'that is none', move: [] },
  ]
  it.each(bad)('refuses a move $what', ({ move }) => {
    expect(() => parseBalance({ ...looked, move }, facts)).toThrow(UnitFailure)
  })
})

describe('whatever a plugin sends', () => {
  const near = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(1, 0, null, why, { text: '' }, looked, [why], [1, 1], [null, 1], { of: [1, 2] }),
    fc.record({ of: fc.jsonValue(), because: fc.jsonValue() }),
    fc.record({ of: fc.array(fc.jsonValue(), { minLength: 2, maxLength: 2 }) }),
    fc.array(fc.oneof(fc.constant(1), fc.record({ text: fc.jsonValue(), values: fc.jsonValue() })), {
      minLength: 2,
      maxLength: 2,
    }),
    fc.record({
      because: fc.constant(why),
      skippedHosts: fc.oneof(
        fc.jsonValue(),
        fc.array(fc.record({ id: fc.constantFrom('h1', 'h2', 'h9'), reason: fc.jsonValue() })),
      ),
      skippedVms: fc.constant([]),
      move: fc.record({
        vmId: fc.constantFrom('v1', 'v9', 7),
        toHostIds: fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom('h1', 'h9'))),
      }),
    }),
  )
  // As it comes through the pipe: JSON.parse makes `__proto__` a property of its own.
  const answers = near.map(value => JSON.parse(JSON.stringify(value)) as unknown)
  const known = new Set(['h1', 'h2'])

  it('only answers about what was asked, or fails as a unit', () => {
    const mentioned = (answer: unknown): Iterable<string>[] => {
      const found: Iterable<string>[] = []
      const tried = (parse: () => Iterable<string>) => {
        try {
          found.push(parse())
        } catch (error) {
          expect(error).toBeInstanceOf(UnitFailure)
        }
      }
      tried(() => parseVerdicts(answer, hosts).keys())
      tried(() => {
        const { of, because } = parseScores(answer, hosts)
        for (const score of of.values()) expect(score).toSatisfy(Number.isFinite)
        return [...of.keys(), ...(because?.keys() ?? [])]
      })
      tried(() => {
        const { move, skippedHosts } = parseBalance(answer, facts)
        return [...(move?.toHostIds ?? []), ...skippedHosts.map(({ id }) => id)]
      })
      return found
    }
    fc.assert(
      fc.property(answers, answer => {
        for (const id of mentioned(answer).flatMap(ids => [...ids])) expect(known.has(id)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is a message of the agreed shape, or none', () => {
    const says = fc.constantFrom('ready', 'broken', 'answer', 'failed', 'fetch', 'other')
    const message = fc.record({
      say: says,
      id: fc.jsonValue(),
      units: fc.jsonValue(),
      problem: fc.jsonValue(),
      call: fc.jsonValue(),
      url: fc.jsonValue(),
    })
    const lines = fc.oneof(
      fc.string(),
      fc.json(),
      message.map(value => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(lines, line => {
        const parsed = parseFromPlugin(line)
        if (parsed === undefined) return
        expect(['ready', 'broken', 'answer', 'failed', 'fetch']).toContain(parsed.say)
        if ('id' in parsed) expect(parsed.id).toSatisfy(Number.isSafeInteger)
        if ('problem' in parsed) expect(parsed.problem.length).toBeLessThanOrEqual(2_000)
      }),
      { numRuns: 2_000 },
    )
  })
})
