/** What makes up a policy, beside its name and properties. */
export type PolicyContent = Readonly<{
  /** position: -1 first, 1 last, 0 between. */
  filters: readonly Readonly<{ unitId: string; position: number }>[]
  weights: readonly Readonly<{ unitId: string; factor: number }>[]
  balanceUnitId?: string | undefined
}>

/** In what role a unit stands in a policy. */
export type UnitRole = 'filter' | 'weight' | 'balance'

/**
 * How one unit of a policy differs between two contents. `before` and `after` are the position of a filter and the factor
 * of a weight, and 0 for the balancer; absent: the policy has not, or will not have, the unit.
 */
export type UnitChange = Readonly<{ role: UnitRole; unitId: string; before?: number; after?: number }>

/** Every unit that differs: filters, weights, the balancer, each in the order of `after`, those that go first. */
export function unitChanges(before: PolicyContent, after: PolicyContent): UnitChange[] {
  return [
    ...changesIn('filter', filtersOf(before), filtersOf(after)),
    ...changesIn('weight', weightsOf(before), weightsOf(after)),
    ...changesIn('balance', balanceOf(before), balanceOf(after)),
  ]
}

type Values = ReadonlyMap<string, number>

const filtersOf = ({ filters }: PolicyContent): Values => new Map(filters.map(one => [one.unitId, one.position]))
const weightsOf = ({ weights }: PolicyContent): Values => new Map(weights.map(one => [one.unitId, one.factor]))
const balanceOf = ({ balanceUnitId }: PolicyContent): Values =>
  new Map(balanceUnitId === undefined ? [] : [[balanceUnitId, 0]])

function changesIn(role: UnitRole, before: Values, after: Values): UnitChange[] {
  const gone = [...before].flatMap(([unitId, value]) => (after.has(unitId) ? [] : [{ role, unitId, before: value }]))
  const others = [...after].flatMap(([unitId, value]): UnitChange[] => {
    const was = before.get(unitId)
    if (was === value) return []
    return [{ role, unitId, after: value, ...(was !== undefined && { before: was }) }]
  })
  return [...gone, ...others]
}
