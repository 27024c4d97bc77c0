import { describe, expect, it } from 'vitest'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { aPlan } from '../../../test/fakes/automation.ts'
import { aHostRecommendation, aPlanRecommendation, aRecommendation, NOON_MS } from '../../../test/fakes/builders.ts'
import { aPlannedStep } from '../../../test/fakes/planned-steps.ts'
import {
  arranged,
  everyRecommendation,
  gainOf,
  mostUrgentFirst,
  type Order,
  type RecommendationFilter,
} from './arrange-recommendations.ts'

const named = (name: string) => ({ id: name, name })
const west = named('West')
const [source] = aRecommendation().effects

/** A move of a VM by its name, with what a case is about. */
const move = (vm: string, over: Partial<ReturnType<typeof aRecommendation>> = {}) =>
  aRecommendation({ id: vm, vm: named(vm), ...over })
const gains = (points: number) => ({
  effects: source ? [{ ...source, memoryUsedBeforePercent: 90, memoryUsedAfterPercent: 90 - points }] : [],
})
const takes = (estimatedSeconds: number) => ({ cost: { transferMiB: 1, estimatedSeconds } })
const ids = (all: readonly Recommendation[]) => all.map(({ id }) => id)

describe('the order of recommendations', () => {
  const all: readonly Recommendation[] = [
    move('web', { priority: 3, createdAtMs: NOON_MS + 2, ...gains(2), ...takes(10) }),
    move('db', { priority: 1, createdAtMs: NOON_MS + 1, ...gains(9), ...takes(90) }),
    move('app', { priority: 3, createdAtMs: NOON_MS, effects: [], cost: { transferMiB: 1 }, cluster: west }),
    aHostRecommendation({ id: 'host', host: named('host9'), priority: 5, createdAtMs: NOON_MS + 3 }),
    aPlanRecommendation({
      id: 'plan',
      priority: 2,
      createdAtMs: NOON_MS + 4,
      plan: { ...aPlan(), scoreBefore: 60, scoreAfter: 65, makespanS: 300 },
    }),
  ]
  const cases: readonly (Order & { why: string; order: readonly string[] })[] = [
    { why: 'by default', ...mostUrgentFirst, order: ['db', 'plan', 'app', 'web', 'host'] },
    {
      why: 'the least urgent first, equals as by default',
      by: 'priority',
      direction: 'desc',
      order: ['host', 'app', 'web', 'plan', 'db'],
    },
    {
      why: 'by name, a plan by its cluster',
      by: 'name',
      direction: 'asc',
      order: ['app', 'db', 'plan', 'host', 'web'],
    },
    {
      why: 'most gain first, unknown last',
      by: 'gain',
      direction: 'desc',
      order: ['db', 'plan', 'web', 'app', 'host'],
    },
    {
      why: 'least gain first, unknown last',
      by: 'gain',
      direction: 'asc',
      order: ['web', 'plan', 'db', 'app', 'host'],
    },
    { why: 'shortest first, unknown last', by: 'cost', direction: 'asc', order: ['host', 'web', 'db', 'plan', 'app'] },
    { why: 'longest first, unknown last', by: 'cost', direction: 'desc', order: ['plan', 'db', 'web', 'host', 'app'] },
    { why: 'youngest first', by: 'age', direction: 'asc', order: ['plan', 'host', 'web', 'db', 'app'] },
    { why: 'by cluster', by: 'cluster', direction: 'desc', order: ['app', 'db', 'plan', 'web', 'host'] },
  ]
  it.each(cases)('$why', ({ by, direction, order }) =>
    expect(ids(arranged(all, everyRecommendation, { by, direction }))).toEqual(order),
  )

  it('leaves what it is given as it was', () => {
    const before = ids(all)
    arranged(all, everyRecommendation, { by: 'name', direction: 'asc' })
    expect(ids(all)).toEqual(before)
  })
})

describe('the filter', () => {
  const all: readonly Recommendation[] = [
    move('Web-1', { priority: 2, from: named('alpha'), to: named('beta') }),
    move('db-1', { priority: 1, cluster: west }),
    move('db-2', { priority: 2, state: 'applying' }),
    move('db-3', { state: 'snoozed' }),
    move('db-4', { state: 'superseded' }),
    aHostRecommendation({ id: 'host', host: named('gamma') }),
    aPlanRecommendation({
      id: 'plan',
      plan: aPlan({ steps: [{ ...aPlannedStep(0), vm: named('cache-7') }] }),
    }),
  ]
  const cases: readonly { why: string; filter: Partial<RecommendationFilter>; left: readonly string[] }[] = [
    { why: 'nothing: what is open or moving', filter: {}, left: ['Web-1', 'db-1', 'db-2', 'host', 'plan'] },
    { why: 'a VM, whatever its case', filter: { text: ' web ' }, left: ['Web-1'] },
    { why: 'the host it leaves', filter: { text: 'alph' }, left: ['Web-1'] },
    { why: 'the host it goes to', filter: { text: 'BETA' }, left: ['Web-1'] },
    { why: 'the cluster', filter: { text: 'west' }, left: ['db-1'] },
    { why: 'a host to switch', filter: { text: 'gamma' }, left: ['host'] },
    { why: 'a VM within a plan', filter: { text: 'cache' }, left: ['plan'] },
    { why: 'the priority', filter: { priority: '1' }, left: ['db-1'] },
    { why: 'the kind', filter: { kind: 'move' }, left: ['Web-1', 'db-1', 'db-2'] },
    { why: 'what is open', filter: { state: 'open', kind: 'move' }, left: ['Web-1', 'db-1'] },
    { why: 'what is moving', filter: { state: 'applying' }, left: ['db-2'] },
    { why: 'what is snoozed', filter: { state: 'snoozed' }, left: ['db-3'] },
    { why: 'all at once', filter: { state: 'open', kind: 'move', text: 'db' }, left: ['db-1'] },
    { why: 'no match', filter: { text: 'nowhere' }, left: [] },
  ]
  it.each(cases)('looks at $why', ({ filter, left }) =>
    expect(ids(arranged(all, { ...everyRecommendation, ...filter }, mostUrgentFirst)).toSorted()).toEqual(
      [...left].toSorted(),
    ),
  )
})

describe('the gain', () => {
  it('is what leaves the memory of the source, or what the score wins; a host has none', () => {
    expect(gainOf(move('a', gains(7)))).toBe(7)
    expect(gainOf(aPlanRecommendation({ plan: { ...aPlan(), scoreBefore: 60, scoreAfter: 64 } }))).toBe(4)
    expect(gainOf(aHostRecommendation())).toBeUndefined()
  })
})
