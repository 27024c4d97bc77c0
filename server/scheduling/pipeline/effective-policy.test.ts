import { describe, expect, it } from 'vitest'
import type { SchedulingPolicy } from '../../../shared/model/cluster.ts'
import { reason } from '../../../shared/policy/reason.ts'
import type { BalanceUnit, FilterUnit, WeightUnit } from '../unit.ts'
import { effectivePolicy } from './effective-policy.ts'

const named = (id: string) => ({ id, name: id, properties: [] })
const filter = (id: string): FilterUnit => ({ ...named(id), kind: 'filter', filter: () => new Map() })
const weight = (id: string): WeightUnit => ({ ...named(id), kind: 'weight', weigh: () => new Map() })
const balance: BalanceUnit = {
  ...named('bal'),
  kind: 'load_balancing',
  balance: () => ({ candidates: [], because: reason('none', 'None.') }),
}
const mandatory = [filter('must')]
const units = [...mandatory, filter('f1'), filter('f2'), filter('f3'), weight('w1'), weight('f1'), balance]

const policy = (over: Partial<SchedulingPolicy> = {}): SchedulingPolicy => ({
  id: 'p',
  name: 'policy',
  locked: false,
  properties: {},
  filters: [],
  weights: [],
  ...over,
})
const at = (unitId: string, position: number) => ({ unitId, position })

describe('effectivePolicy', () => {
  it('puts the mandatory filters first, then those of the policy by position', () => {
    const filters = [at('f1', 1), at('f2', 0), at('f3', -1), at('must', 0)]
    const effective = effectivePolicy(policy({ filters }), {}, { units, mandatory })
    expect(effective.filters.map(({ id }) => id)).toEqual(['must', 'f3', 'f2', 'f1'])
  })

  it('tells units of one id apart by their kind', () => {
    const effective = effectivePolicy(policy({ weights: [{ unitId: 'f1', factor: 3 }] }), {}, { units, mandatory })
    expect(effective.weights).toMatchObject([{ unit: { kind: 'weight', id: 'f1' }, factor: 3 }])
  })

  it('names units that are not ours instead of leaving them out', () => {
    const strange = policy({
      filters: [at('x', 0)],
      weights: [{ unitId: 'y', factor: 2 }],
      balanceUnitId: 'z',
    })
    const { others, balance: none } = effectivePolicy(strange, {}, { units, mandatory })
    expect(others).toEqual([
      { unitId: 'x', kind: 'filter' },
      { unitId: 'y', kind: 'weight', factor: 2 },
      { unitId: 'z', kind: 'load_balancing' },
    ])
    expect(none).toBeUndefined()
    expect(effectivePolicy(policy({ balanceUnitId: 'bal' }), {}, { units, mandatory }).balance).toBe(balance)
  })

  const propertyCases: {
    why: string
    defaults: Record<string, string>
    overrides: Record<string, string>
    expected: Record<string, string>
  }[] = [
    { why: 'the cluster overrides', defaults: { a: '1', b: '2' }, overrides: { b: '3' }, expected: { a: '1', b: '3' } },
    { why: 'unknown ones are dropped', defaults: { a: '1' }, overrides: { c: '3' }, expected: { a: '1' } },
    { why: 'all are taken by a policy without any', defaults: {}, overrides: { c: '3' }, expected: { c: '3' } },
    { why: 'inherited names are unknown', defaults: { a: '1' }, overrides: { toString: '3' }, expected: { a: '1' } },
  ]
  it.each(propertyCases)('properties: $why', ({ defaults, overrides, expected }) => {
    const effective = effectivePolicy(policy({ properties: defaults }), overrides, { units, mandatory })
    expect(effective.properties).toEqual(expected)
  })
})
