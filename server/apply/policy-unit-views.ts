import { createHash } from 'node:crypto'
import type { PolicyUnitOption } from '../../shared/api/policy-units.ts'
import type { EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { UnitDeclaration } from '../../shared/policy/unit.ts'
import type { PolicyContent, UnitChange, UnitRole } from '../../shared/policy/unit-changes.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { roleOfKind } from './check-policy-units.ts'
import { contentOf } from './content-of.ts'
import { isOurs } from './property-views.ts'
import type { HeldPolicyUnits } from './services.ts'

export function toPolicyUnits(
  policy: SchedulingPolicy,
  index: IndexedSnapshot,
  ours: readonly UnitDeclaration[],
): HeldPolicyUnits {
  return {
    policy: { id: policy.id, name: policy.name },
    locked: policy.locked,
    content: contentOf(policy),
    units: index.snapshot.units.flatMap(unit => optionOf(unit, ours)),
    usedBy: clustersWith(policy.id, index),
    version: contentVersion(policy),
  }
}

/** The clusters that have a policy. */
export const clustersWith = (policyId: string, { snapshot }: Pick<IndexedSnapshot, 'snapshot'>): Named[] =>
  snapshot.clusters.filter(cluster => cluster.policyId === policyId).map(({ id, name }) => ({ id, name }))

/** A selector has no role in a policy: the engine always uses the same. */
function optionOf(unit: EnginePolicyUnit, ours: readonly UnitDeclaration[]): PolicyUnitOption[] {
  if (unit.kind === undefined) return []
  const own = isOurs(unit, ours) ? ours.find(({ id }) => id === unit.name) : undefined
  const { id, name, internal, enabled, description } = unit
  return [
    {
      id,
      name,
      role: roleOfKind[unit.kind],
      origin: internal ? 'engine' : own === undefined ? 'external' : 'ours',
      enabled,
      description: own?.description ?? description ?? '',
    },
  ]
}

/** The order of filters between first and last, and that of weights, means nothing to the engine. */
export function contentVersion(policy: PolicyContent): string {
  const sorted = (items: readonly Readonly<{ unitId: string }>[]) =>
    items.toSorted((a, b) => (a.unitId < b.unitId ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([sorted(policy.filters), sorted(policy.weights), policy.balanceUnitId ?? null]))
    .digest('hex')
    .slice(0, 16)
}

export const nameOfUnit = (unitId: string, { units }: Pick<IndexedSnapshot, 'units'>): string =>
  units.get(unitId)?.name ?? unitId

const words = { filter: 'filter', weight: 'weight', balance: 'balancer' } as const

/** "the weight OptimalForCpuEvenDistribution". */
export const unitText = (role: UnitRole, unitId: string, index: Pick<IndexedSnapshot, 'units'>): string =>
  `the ${words[role]} ${nameOfUnit(unitId, index)}`

/** "the factor of the weight OptimalForCpuEvenDistribution is 5 instead of 2". */
export function changeText({ role, unitId, before, after }: UnitChange, index: Pick<IndexedSnapshot, 'units'>): string {
  const unit = unitText(role, unitId, index)
  if (after === undefined) return `${unit} is removed`
  if (before === undefined) return role === 'weight' ? `${unit} is added with factor ${after}` : `${unit} is added`
  if (role === 'filter') return `${unit} is asked ${valueText(role, after)} instead of ${valueText(role, before)}`
  return `the factor of ${unit} is ${after} instead of ${before}`
}

/** As the audit and a comparison show it. */
export function valueText(role: UnitRole, value: number | undefined): string {
  if (value === undefined) return 'not in the policy'
  if (role === 'balance') return 'balancer'
  if (role === 'weight') return `factor ${value}`
  return value < 0 ? 'first' : value > 0 ? 'last' : 'between'
}
