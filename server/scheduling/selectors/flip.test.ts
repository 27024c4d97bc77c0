import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FactorFlip, factorFlips } from './flip.ts'
import { type ReportedWeights, rankHosts } from './rank-selector.ts'

const unit = (id: string, factor: number, weights: Record<string, number>): ReportedWeights => ({
  id,
  name: `unit ${id}`,
  factor,
  weights: new Map(Object.entries(weights)),
})

const cases: {
  why: string
  units: ReportedWeights[]
  hostId?: string
  hosts?: string[]
  expected: FactorFlip[] | undefined
}[] = [
  {
    why: 'raise what speaks for it, or lower what speaks against it',
    hosts: ['h1', 'h2'],
    // h1 has 5, h2 has 2; a tie is not enough, since h1 has the lower id.
    units: [unit('for', 2, { h1: 2, h2: 1 }), unit('against', 5, { h1: 1, h2: 2 })],
    expected: [
      { unitId: 'against', name: 'unit against', factor: 5, needed: 1, direction: 'lower' },
      { unitId: 'for', name: 'unit for', factor: 2, needed: 6, direction: 'raise' },
    ],
  },
  {
    why: 'a tie is enough for the lower id',
    hosts: ['h1', 'h2'],
    units: [unit('for', 2, { h1: 1, h2: 2 }), unit('against', 5, { h1: 2, h2: 1 })],
    expected: [
      { unitId: 'against', name: 'unit against', factor: 5, needed: 2, direction: 'lower' },
      { unitId: 'for', name: 'unit for', factor: 2, needed: 5, direction: 'raise' },
    ],
  },
  {
    why: 'a unit that counts for nothing comes last',
    hosts: ['h1', 'h2'],
    units: [unit('off', 0, { h1: 2, h2: 1 }), unit('on', 1, { h1: 2, h2: 1 }), unit('against', 9, { h1: 1, h2: 2 })],
    expected: [
      { unitId: 'against', name: 'unit against', factor: 9, needed: 0, direction: 'lower' },
      { unitId: 'on', name: 'unit on', factor: 1, needed: 10, direction: 'raise' },
      { unitId: 'off', name: 'unit off', factor: 0, needed: 9, direction: 'raise' },
    ],
  },
  {
    why: 'until a third host wins',
    // With the factor f of b: h1 has 11, h2 has 10 + f, h3 has 3 + 2 f.
    units: [
      unit('a', 4, { h1: 1, h2: 2, h3: 3 }),
      unit('b', 1, { h1: 3, h2: 2, h3: 1 }),
      unit('c', 3, { h1: 2, h2: 1, h3: 2 }),
    ],
    expected: [
      { unitId: 'a', name: 'unit a', factor: 4, needed: 3, direction: 'lower' },
      { unitId: 'c', name: 'unit c', factor: 3, needed: 4, direction: 'raise' },
      { unitId: 'b', name: 'unit b', factor: 1, needed: 2, direction: 'raise', until: 7 },
    ],
  },
  {
    why: 'a third host wins before it',
    // With the factor f of b: h1 has 6, h2 has 3 + f, h3 has 2 f.
    units: [unit('a', 3, { h1: 1, h2: 2, h3: 3 }), unit('b', 1, { h1: 3, h2: 2, h3: 1 })],
    expected: undefined,
  },
  {
    why: 'a host named, not the runner-up',
    units: [unit('a', 3, { h1: 1, h2: 2, h3: 3 }), unit('b', 1, { h1: 3, h2: 2, h3: 1 })],
    hostId: 'h3',
    expected: [
      { unitId: 'a', name: 'unit a', factor: 3, needed: 0, direction: 'lower' },
      { unitId: 'b', name: 'unit b', factor: 1, needed: 4, direction: 'raise' },
    ],
  },
  {
    why: 'below 0 is not offered',
    hosts: ['h1', 'h2'],
    units: [unit('against', 1, { h1: 1, h2: 2 })],
    expected: undefined,
  },
  {
    why: 'nothing tells them apart',
    hosts: ['h1', 'h2'],
    units: [unit('u', 1, { h1: 1, h2: 1 })],
    expected: undefined,
  },
  { why: 'the chosen host itself', units: [unit('u', 1, { h1: 0, h2: 1, h3: 2 })], hostId: 'h1', expected: undefined },
  { why: 'a host that is not there', units: [unit('u', 1, { h1: 0, h2: 1, h3: 2 })], hostId: 'x', expected: undefined },
  { why: 'one host only', hosts: ['h1'], units: [unit('u', 1, { h1: 0 })], expected: undefined },
]

const ids = ['h1', 'h2', 'h3', 'h4']
const worlds = fc.array(fc.record({ factor: fc.nat(30), weights: fc.tuple(...ids.map(() => fc.nat(4))) }), {
  minLength: 1,
  maxLength: 5,
})
const unitsOf = (all: readonly { factor: number; weights: readonly number[] }[]): ReportedWeights[] =>
  all.map(({ factor, weights }, index) =>
    unit(`u${index}`, factor, Object.fromEntries(ids.map((id, at) => [id, weights[at] ?? 0]))),
  )
/** Chosen with another factor of one unit. */
const chosenWith = (units: readonly ReportedWeights[], unitId: string, factor: number) =>
  rankHosts(
    ids,
    units.map(one => (one.id === unitId ? { ...one, factor } : one)),
  ).chosenHostId

describe('factorFlips', () => {
  it.each(cases)('$why', ({ hosts = ['h1', 'h2', 'h3'], units, hostId, expected }) => {
    expect(factorFlips(rankHosts(hosts, units), hostId)).toEqual(expected)
  })

  it('makes the host win at the threshold and to its end, and not one before or after', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...ids), (all, hostId) => {
        const units = unitsOf(all)
        for (const { unitId, factor, needed, direction, until } of factorFlips(rankHosts(ids, units), hostId) ?? []) {
          expect(Number.isInteger(needed) && needed >= 0).toBe(true)
          expect(Math.sign(needed - factor)).toBe(direction === 'raise' ? 1 : -1)
          expect(chosenWith(units, unitId, needed)).toBe(hostId)
          expect(chosenWith(units, unitId, needed + (direction === 'raise' ? -1 : 1))).not.toBe(hostId)
          const end = until ?? (direction === 'raise' ? needed + 1000 : 0)
          expect(chosenWith(units, unitId, end)).toBe(hostId)
          if (until !== undefined)
            expect(chosenWith(units, unitId, end + (direction === 'raise' ? 1 : -1))).not.toBe(hostId)
        }
      }),
    )
  })

  it('overlooks none: where it is silent, no factor would do', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...ids), (all, hostId) => {
        const units = unitsOf(all)
        const ranking = rankHosts(ids, units)
        if (ranking.chosenHostId === hostId) return
        const told = new Set((factorFlips(ranking, hostId) ?? []).map(({ unitId }) => unitId))
        for (const { id } of units.filter(one => !told.has(one.id))) {
          for (let factor = 0; factor <= 200; factor++) expect(chosenWith(units, id, factor)).not.toBe(hostId)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('begins with the smallest relative change', () => {
    fc.assert(
      fc.property(worlds, all => {
        const flips = factorFlips(rankHosts(ids, unitsOf(all))) ?? []
        const changes = flips.map(({ factor, needed }) => Math.abs(needed - factor) / factor)
        expect(changes).toEqual(changes.toSorted((a, b) => (a === b ? 0 : a - b)))
      }),
    )
  })
})
