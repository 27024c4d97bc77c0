import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReportedWeights, rankHosts } from './rank-selector.ts'

const unit = (id: string, factor: number, weights: Record<string, number>): ReportedWeights => ({
  id,
  name: id,
  factor,
  weights: new Map(Object.entries(weights)),
})

const cases: {
  why: string
  hosts?: string[]
  units: ReportedWeights[]
  chosen: string | undefined
  totals: Record<string, number>
}[] = [
  {
    why: "the engine's example: the order counts, not the size",
    units: [unit('u1', 1, { h1: 500_000, h2: 1000, h3: 85_366_814 }), unit('u2', 100, { h1: 100, h3: 50 })],
    chosen: 'h2',
    totals: { h1: 1, h2: 202, h3: 100 },
  },
  {
    why: "the engine's other example: who is not named has 0",
    units: [unit('u1', 1, { h1: 200, h2: 300, h3: 200 }), unit('u2', 100, { h3: 1 })],
    chosen: 'h1',
    totals: { h1: 202, h2: 200, h3: 2 },
  },
  {
    why: 'equal weights share the better rank',
    units: [unit('u', 1, { h1: 5, h2: 5, h3: 9 })],
    chosen: 'h1',
    totals: { h1: 2, h2: 2, h3: 0 },
  },
  {
    why: 'and leave a gap',
    units: [unit('u', 1, { h1: 1, h2: 5, h3: 5 })],
    chosen: 'h1',
    totals: { h1: 2, h2: 1, h3: 1 },
  },
  {
    why: 'of equal totals the lowest id',
    hosts: ['h3', 'h2'],
    units: [unit('u', 1, { h2: 5, h3: 5 })],
    chosen: 'h2',
    totals: { h2: 1, h3: 1 },
  },
  {
    why: 'below zero is better than not named',
    units: [unit('u', 1, { h3: -1 })],
    chosen: 'h3',
    totals: { h1: 1, h2: 1, h3: 2 },
  },
  {
    why: 'a unit that says nothing is left out',
    units: [unit('u', 9, {})],
    chosen: 'h1',
    totals: { h1: 0, h2: 0, h3: 0 },
  },
  { why: 'no units', units: [], chosen: 'h1', totals: { h1: 0, h2: 0, h3: 0 } },
  {
    why: 'a foreign host takes a rank but is not chosen',
    hosts: ['h1', 'h2'],
    units: [unit('u', 10, { h1: 7, h2: 6, x: 1, y: 9 })],
    chosen: 'h2',
    totals: { h1: 10, h2: 20 },
  },
  {
    why: 'a factor of 0',
    units: [unit('u', 0, { h1: 3, h2: 2, h3: 1 })],
    chosen: 'h1',
    totals: { h1: 0, h2: 0, h3: 0 },
  },
  { why: 'no hosts', hosts: [], units: [unit('u', 1, { x: 1 })], chosen: undefined, totals: {} },
]

const ids = ['h1', 'h2', 'h3', 'h4']
const someUnits = fc.array(
  fc.record({
    factor: fc.nat(100),
    weights: fc.tuple(...ids.map(() => fc.integer({ min: -50, max: 50 }))),
  }),
  { maxLength: 5 },
)
const unitsOf = (all: readonly { factor: number; weights: readonly number[] }[]): ReportedWeights[] =>
  all.map(({ factor, weights }, index) =>
    unit(`u${index}`, factor, Object.fromEntries(ids.map((id, at) => [id, weights[at] ?? 0]))),
  )

describe('RankSelector', () => {
  it.each(cases)('$why', ({ hosts = ['h1', 'h2', 'h3'], units, chosen, totals }) => {
    const ranking = rankHosts(hosts, units)
    expect(ranking.chosenHostId).toBe(chosen)
    expect(Object.fromEntries(ranking.hosts.map(({ hostId, total }) => [hostId, total]))).toEqual(totals)
  })

  it('explains each rank', () => {
    const [first, , last] = rankHosts(['h1', 'h2', 'h3'], [unit('u', 3, { h1: 4, h2: 4 })]).hosts
    const named = { id: 'u', name: 'u', factor: 3 }
    expect(first).toEqual({
      hostId: 'h3',
      total: 6,
      units: [{ ...named, weight: 0, reported: false, position: 0, rank: 2, contribution: 6 }],
    })
    expect(last).toEqual({
      hostId: 'h2',
      total: 3,
      units: [{ ...named, weight: 4, reported: true, position: 1, rank: 1, contribution: 3 }],
    })
  })

  it('the total is the sum of the parts, and the chosen host has the most', () => {
    fc.assert(
      fc.property(someUnits, all => {
        const { chosenHostId, hosts } = rankHosts(ids, unitsOf(all))
        for (const { total, units } of hosts) {
          expect(total).toBe(units.reduce((sum, { factor, rank }) => sum + factor * rank, 0))
        }
        const most = Math.max(...hosts.map(({ total }) => total))
        const best = hosts.filter(({ total }) => total === most).map(({ hostId }) => hostId)
        expect(chosenHostId).toBe(best.sort()[0])
      }),
    )
  })

  it('a constant added to the weights of one unit changes nothing', () => {
    fc.assert(
      fc.property(someUnits, fc.nat(), fc.integer({ min: -1000, max: 1000 }), (all, at, constant) => {
        const shifted = all.map(({ factor, weights }, index) => ({
          factor,
          weights: index === at % all.length ? weights.map(weight => weight + constant) : weights,
        }))
        const shape = (units: ReportedWeights[]) =>
          rankHosts(ids, units).hosts.map(host => [host.hostId, host.total, host.units.map(({ rank }) => rank)])
        expect(shape(unitsOf(shifted))).toEqual(shape(unitsOf(all)))
      }),
    )
  })

  it('the order of hosts and of units changes nothing', () => {
    fc.assert(
      fc.property(someUnits, all => {
        const units = unitsOf(all)
        const { chosenHostId, hosts } = rankHosts(ids, units)
        const other = rankHosts(ids.toReversed(), units.toReversed())
        expect(other.chosenHostId).toBe(chosenHostId)
        expect(other.hosts.map(({ hostId, total }) => [hostId, total])).toEqual(
          hosts.map(({ hostId, total }) => [hostId, total]),
        )
      }),
    )
  })
})
