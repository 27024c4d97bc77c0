import { describe, expect, it } from 'vitest'
import type { PolicyContent } from '../../shared/policy/unit-changes.ts'
import { inverseOf, type UnitCall, unitSteps } from './unit-calls.ts'

const content = (
  filters: Record<string, number>,
  weights: Record<string, number> = {},
  balance = 'b',
): PolicyContent => ({
  filters: Object.entries(filters).map(([unitId, position]) => ({ unitId, position })),
  weights: Object.entries(weights).map(([unitId, factor]) => ({ unitId, factor })),
  balanceUnitId: balance,
})
const shown = ({ call, role, unitId, value }: UnitCall) => `${call} ${role} ${unitId} ${value}`

/** What the engine makes of the calls, refusing what it refuses: a second first or last filter, a unit twice. */
function carriedOut(before: PolicyContent, calls: readonly UnitCall[]): PolicyContent {
  const held = {
    filter: new Map<string, number>(),
    weight: new Map<string, number>(),
    balance: new Map<string, number>(),
  }
  for (const { unitId, position } of before.filters) held.filter.set(unitId, position)
  for (const { unitId, factor } of before.weights) held.weight.set(unitId, factor)
  if (before.balanceUnitId !== undefined) held.balance.set(before.balanceUnitId, 0)
  for (const { call, role, unitId, value } of calls) {
    const units = held[role]
    if (call === 'remove') expect(units.delete(unitId), `${unitId} is not there`).toBe(true)
    else {
      expect(units.has(unitId), `${unitId} twice`).toBe(false)
      if (role === 'filter' && value !== 0) expect([...units.values()], `two at ${value}`).not.toContain(value)
      if (role === 'balance') expect(units.size, 'two balancers').toBe(0)
      units.set(unitId, value)
    }
  }
  const [balance] = [...held.balance.keys()]
  return content(Object.fromEntries(held.filter), Object.fromEntries(held.weight), balance)
}

describe('unitSteps', () => {
  const cases = [
    { why: 'nothing', before: content({ a: 0 }, { w: 1 }), after: content({ a: 0 }, { w: 1 }), calls: [] },
    {
      why: 'a changed factor',
      before: content({}, { w: 1, x: 3 }),
      after: content({}, { w: 7, x: 3 }),
      calls: ['remove weight w 1', 'add weight w 7'],
    },
    {
      why: 'another balancer',
      before: content({}, {}, 'b'),
      after: content({}, {}, 'c'),
      calls: ['remove balance b 0', 'add balance c 0'],
    },
    {
      why: 'a first filter that makes room for another',
      before: content({ a: -1, b: 0 }),
      after: content({ a: 0, b: -1 }),
      calls: ['remove filter a -1', 'add filter a 0', 'remove filter b 0', 'add filter b -1'],
    },
    {
      why: 'first and last that change places',
      before: content({ a: -1, b: 1 }),
      after: content({ a: 1, b: -1 }),
      calls: ['remove filter a -1', 'remove filter b 1', 'add filter a 1', 'add filter b -1'],
    },
    {
      why: 'a new last filter in place of one that goes',
      before: content({ a: 1 }),
      after: content({ b: 1 }),
      calls: ['remove filter a 1', 'add filter b 1'],
    },
    {
      why: 'a chain of three',
      before: content({ a: -1, b: 1, c: 0 }),
      after: content({ a: 1, b: 0, c: -1 }),
      calls: [
        'remove filter b 1',
        'add filter b 0',
        'remove filter a -1',
        'add filter a 1',
        'remove filter c 0',
        'add filter c -1',
      ],
    },
  ]
  for (const { why, before, after, calls } of cases) {
    it(`asks for ${why}, each request as the engine takes it, and back`, () => {
      const made = unitSteps(before, after).flat()
      expect(made.map(shown)).toEqual(calls)
      expect(unitSteps(carriedOut(before, made), after)).toEqual([])
      expect(unitSteps(carriedOut(after, made.toReversed().map(inverseOf)), before)).toEqual([])
    })
  }

  it('keeps together what must not be cut: a factor, a balancer, first and last that change places', () => {
    const before = content({ a: -1, b: 1, c: 0 }, { w: 1, x: 1 }, 'b')
    const after = content({ a: 1, b: -1, c: 0 }, { w: 2, x: 1 }, 'c')
    expect(unitSteps(before, after).map(step => step.map(shown))).toEqual([
      ['remove filter a -1', 'remove filter b 1', 'add filter a 1', 'add filter b -1'],
      ['remove weight w 1', 'add weight w 2'],
      ['remove balance b 0', 'add balance c 0'],
    ])
  })
})
