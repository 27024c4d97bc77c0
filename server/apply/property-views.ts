import type { PropertyView } from '../../shared/api/cluster-policy.ts'
import { parameterView } from '../../shared/api/parameter-view.ts'
import type { EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import { type Parameter, parameterRegex } from '../../shared/policy/parameter.ts'
import type { UnitDeclaration } from '../../shared/policy/unit.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { unitIdsOf } from '../model/units-of-policy.ts'

/** A property as its units declare it, before any cluster gives it a value. */
export type KnownProperty = Readonly<{
  name: string
  /** Declared by one of our units; undefined: only the engine's pattern is known. */
  parameter?: Parameter
  /** The engine's pattern, when the policy has a unit with it. */
  engineRegex?: string
  units: readonly string[]
  /** The policy has a unit with it. The engine drops the others. */
  inPolicy: boolean
}>

/** The units of a policy in the order filters, weights, balancer; units the engine does not list are left out. */
export function unitsOfPolicy(policy: SchedulingPolicy | undefined, index: IndexedSnapshot): EnginePolicyUnit[] {
  return [...new Set(unitIdsOf(policy))].flatMap(id => index.units.get(id) ?? [])
}

/** Is it one of ours, as the engine discovered it? Names of internal units may coincide with ours; those are not. */
export const isOurs = (unit: EnginePolicyUnit, ours: readonly UnitDeclaration[]): boolean =>
  !unit.internal && ours.some(({ id }) => id === unit.name)

/**
 * Every property that can mean something: those of the policy's units, then those of our units that the policy lacks, so
 * that an operator sees what there would be. Units may share a property; then it appears once and names them all.
 */
export function knownProperties(
  policy: SchedulingPolicy | undefined,
  index: IndexedSnapshot,
  ours: readonly UnitDeclaration[],
): Map<string, KnownProperty> {
  const known = new Map<string, KnownProperty>()
  for (const unit of unitsOfPolicy(policy, index)) {
    const own = isOurs(unit, ours) ? ours.find(({ id }) => id === unit.name) : undefined
    for (const [name, engineRegex] of Object.entries(unit.properties)) {
      const parameter = own && Object.hasOwn(own.parameters, name) ? own.parameters[name] : undefined
      const before = known.get(name)
      const units = [...new Set([...(before?.units ?? []), unit.name])]
      known.set(name, { ...(parameter && { parameter }), engineRegex, ...before, name, units, inPolicy: true })
    }
  }
  for (const { id, parameters } of ours) {
    for (const [name, parameter] of Object.entries(parameters)) {
      if (!known.has(name)) known.set(name, { name, parameter, units: [id], inPolicy: false })
    }
  }
  return known
}

/** For the property editor. `values` are the cluster's, `policyValues` the policy's defaults for clusters without one. */
export function toPropertyView(
  property: KnownProperty,
  values: Readonly<Record<string, string>>,
  policyValues: Readonly<Record<string, string>>,
): PropertyView {
  const { name, parameter, engineRegex, units, inPolicy } = property
  const regex = engineRegex ?? (parameter && parameterRegex(parameter))
  const fallback = defaultOf(property, policyValues)
  const value = inPolicy && Object.hasOwn(values, name) ? values[name] : undefined
  return {
    name,
    label: parameter?.label ?? name,
    help: parameter?.help ?? `A property of ${units.join(', ')}.`,
    parameter: parameter ? parameterView(parameter) : { type: 'text' },
    ...(regex !== undefined && { regex }),
    ...(fallback !== undefined && { default: fallback }),
    ...(value !== undefined && { value }),
    units: [...units],
    ours: parameter !== undefined,
    editable: inPolicy,
  }
}

/** What applies while a cluster has no value of its own; undefined: the engine's unit has a default we do not know. */
export function defaultOf(
  { name, parameter }: KnownProperty,
  policyValues: Readonly<Record<string, string>>,
): string | undefined {
  const ofPolicy = Object.hasOwn(policyValues, name) ? policyValues[name] : undefined
  if (ofPolicy !== undefined || parameter === undefined) return ofPolicy
  // A site's text property may have no default: then the cluster must be given a value.
  return parameter.type === 'text' && parameter.default === '' ? undefined : String(parameter.default)
}
