import type { SchedulingPolicy } from '../../../shared/model/cluster.ts'
import type { BalanceUnit, EngineUnit, FilterUnit, WeightUnit } from '../unit.ts'

/** A unit of a policy that is none of the engine's own that we know: an external one, or one newer than ours. */
export type OtherUnit = Readonly<{ unitId: string; kind: 'filter' | 'weight' | 'load_balancing'; factor?: number }>

/** A cluster policy as it takes effect: units in the order in which they are asked. */
export type EffectivePolicy = Readonly<{
  id: string
  name: string
  filters: readonly FilterUnit[]
  weights: readonly Readonly<{ unit: WeightUnit; factor: number }>[]
  balance?: BalanceUnit
  /** The policy's properties as defaults, the cluster's on top; those that no policy knows are left out. */
  properties: Readonly<Record<string, string>>
  others: readonly OtherUnit[]
}>

/**
 * The mandatory filters come first, whatever the policy says; then the policy's: the first (position -1), the rest in
 * their order, the last (1). Source: rules §3 step 5, §8.
 */
export function effectivePolicy(
  policy: SchedulingPolicy,
  overrides: Readonly<Record<string, string>>,
  { units, mandatory }: Readonly<{ units: readonly EngineUnit[]; mandatory: readonly FilterUnit[] }>,
): EffectivePolicy {
  const find = <K extends EngineUnit['kind']>(kind: K, id: string) =>
    units.find((unit): unit is Extract<EngineUnit, { kind: K }> => unit.kind === kind && unit.id === id)
  const others: OtherUnit[] = []
  const filters = policy.filters
    .toSorted((a, b) => Math.sign(a.position) - Math.sign(b.position))
    .flatMap(({ unitId }) => {
      const unit = find('filter', unitId)
      if (unit === undefined) others.push({ unitId, kind: 'filter' })
      return unit === undefined || mandatory.includes(unit) ? [] : [unit]
    })
  const weights = policy.weights.flatMap(({ unitId, factor }) => {
    const unit = find('weight', unitId)
    if (unit === undefined) others.push({ unitId, kind: 'weight', factor })
    return unit === undefined ? [] : [{ unit, factor }]
  })
  const { balanceUnitId } = policy
  const balance = balanceUnitId === undefined ? undefined : find('load_balancing', balanceUnitId)
  if (balanceUnitId !== undefined && balance === undefined)
    others.push({ unitId: balanceUnitId, kind: 'load_balancing' })
  return {
    id: policy.id,
    name: policy.name,
    filters: [...mandatory, ...filters],
    weights,
    ...(balance && { balance }),
    properties: withOverrides(policy.properties, overrides),
    others,
  }
}

/** The engine drops unknown keys only where the policy has properties at all. Source: rules §8. */
function withOverrides(defaults: Readonly<Record<string, string>>, overrides: Readonly<Record<string, string>>) {
  if (Object.keys(defaults).length === 0) return { ...overrides }
  return {
    ...defaults,
    ...Object.fromEntries(Object.entries(overrides).filter(([name]) => Object.hasOwn(defaults, name))),
  }
}
