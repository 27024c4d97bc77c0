import { describe, expect, it } from 'vitest'
import { aPolicyWithUnits } from '../../../test/fakes/cluster-policies.ts'
import {
  addable,
  contentWith,
  emptyUnitsDraft,
  filterRows,
  parseFactor,
  type UnitsDraft,
  unitsChanged,
  weightRows,
} from './units-draft.ts'

const policy = aPolicyWithUnits()
const draft = (over: Partial<UnitsDraft>): UnitsDraft => ({ ...emptyUnitsDraft, ...over })
const weights = (given: UnitsDraft) => weightRows(policy, given).map(({ unit, text, share }) => [unit.id, text, share])
const filters = (given: UnitsDraft) =>
  filterRows(policy, given).map(({ unit, after, problem }) => [unit.id, after, problem])

describe('parseFactor', () => {
  it.each([
    ['0', 0],
    [' 7 ', 7],
    ['1000', 1000],
    ['1001', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['', undefined],
    ['1e3', undefined],
  ])('makes of "%s" %s', (text, factor) => expect(parseFactor(text)).toBe(factor))
})

describe('weights', () => {
  it('have their part of all factors', () => {
    expect(weights(emptyUnitsDraft)).toEqual([
      ['EvenCpu', '2', 25],
      ['EvenMemory', '6', 75],
    ])
  })

  it('that are taken out stay to be seen, and those that are added follow', () => {
    expect(weights(draft({ weights: { EvenMemory: null, Preferred: '2', old_weight: null } }))).toEqual([
      ['EvenCpu', '2', 50],
      ['EvenMemory', undefined, 0],
      ['Preferred', '2', 50],
    ])
  })

  it('have no known part while a factor is no number', () => {
    expect(
      weightRows(policy, draft({ weights: { EvenCpu: '' } })).map(({ problem, share }) => [problem, share]),
    ).toEqual([
      ['factor', undefined],
      [undefined, undefined],
    ])
  })

  it('with factor 0 throughout have none, not half', () => {
    expect(weights(draft({ weights: { EvenCpu: '0', EvenMemory: '0' } })).map(([, , share]) => share)).toEqual([0, 0])
  })
})

describe('filters', () => {
  it('say that only one can be first', () => {
    expect(filters(draft({ filters: { CPU: -1 } }))).toEqual([
      ['Memory', -1, 'first'],
      ['CPU', -1, 'first'],
    ])
    expect(filters(draft({ filters: { CPU: -1, Memory: 1, Network: 0 } }))).toEqual([
      ['Memory', 1, undefined],
      ['CPU', -1, undefined],
      ['Network', 0, undefined],
    ])
  })
})

describe('a draft', () => {
  const cases: { why: string; given: UnitsDraft; changes: number | undefined }[] = [
    { why: 'untouched', given: emptyUnitsDraft, changes: 0 },
    {
      why: 'typed back',
      given: draft({ weights: { EvenCpu: ' 2' }, balanceUnitId: 'host_memory_balance' }),
      changes: 0,
    },
    { why: 'added and taken out again', given: draft({ weights: { Preferred: null } }), changes: 0 },
    {
      why: 'with another factor and position',
      given: draft({ weights: { EvenCpu: '3' }, filters: { CPU: 1 } }),
      changes: 2,
    },
    { why: 'with another balancer', given: draft({ balanceUnitId: 'None' }), changes: 2 },
    { why: 'with a factor that is none', given: draft({ weights: { EvenCpu: 'x' } }), changes: undefined },
    { why: 'with two first filters', given: draft({ filters: { CPU: -1 } }), changes: undefined },
  ]
  for (const { why, given, changes } of cases) {
    it(`${why} changes ${changes ?? 'what cannot be saved'}`, () => {
      expect(unitsChanged(policy, given)?.length).toBe(changes)
      expect(contentWith(policy, given) === undefined).toBe(changes === undefined)
    })
  }

  it('offers what the policy lacks, by name', () => {
    const shown = weightRows(policy, emptyUnitsDraft).map(({ unit }) => unit)
    expect(addable(policy, 'weight', shown).map(({ id }) => id)).toEqual(['old_weight', 'Preferred'])
  })

  it('keeps a unit that the engine does not list any more, by its id', () => {
    const content = { ...policy.content, weights: [{ unitId: 'gone', factor: 1 }] }
    expect(weightRows({ ...policy, content }, emptyUnitsDraft)[0]?.unit).toMatchObject({ name: 'gone', enabled: false })
  })
})

describe('what the engine lets be more than we would', () => {
  const held = aPolicyWithUnits({
    content: {
      filters: [
        { unitId: 'Cpu', position: 1 },
        { unitId: 'Memory', position: 1 },
      ],
      weights: [
        { unitId: 'EvenCpu', factor: 2000 },
        { unitId: 'EvenMemory', factor: 6 },
      ],
    },
  })

  it('is sent back as it is when something else is changed', () => {
    const changed = contentWith(held, draft({ weights: { EvenMemory: '7' } }))
    expect(changed?.weights).toEqual([
      { unitId: 'EvenCpu', factor: 2000 },
      { unitId: 'EvenMemory', factor: 7 },
    ])
    expect(changed?.filters).toEqual(held.content.filters)
  })

  it('is not made more by us', () => {
    expect(contentWith(held, draft({ weights: { EvenCpu: '2001' } }))).toBeUndefined()
    expect(contentWith(held, draft({ filters: { Third: 1 } }))).toBeUndefined()
  })
})
