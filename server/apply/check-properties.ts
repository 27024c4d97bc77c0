import { parseParameter } from '../../shared/policy/parameter.ts'
import { matchesWhole } from './matches-whole.ts'
import { defaultOf, type KnownProperty } from './property-views.ts'

export type FieldProblem = Readonly<{ path: string; problem: string }>

export type CheckedProperties = Readonly<
  { ok: true; values: Readonly<Record<string, string>> } | { ok: false; fields: readonly FieldProblem[] }
>

export const propertyPath = (name: string): string => `properties.${name}`

/**
 * What an operator typed → what may be sent to the engine. Our typed parser and the engine's pattern must both agree:
 * the engine may know the pattern of an older version of ours until it restarts. An empty value stands for the default,
 * which is written out because a property once set cannot be unset in the engine.
 */
export function checkProperties(
  given: Readonly<Record<string, string>>,
  known: ReadonlyMap<string, KnownProperty>,
  policyValues: Readonly<Record<string, string>>,
  policyName: string,
): CheckedProperties {
  const fields: FieldProblem[] = []
  const values: Record<string, string> = {}
  for (const [name, text] of Object.entries(given)) {
    const property = known.get(name)
    const value = text.trim() || (property && defaultOf(property, policyValues)) || ''
    const problem = propertyProblem(property, value, policyName)
    if (problem === undefined) values[name] = value
    else fields.push({ path: propertyPath(name), problem })
  }
  return fields.length === 0 ? { ok: true, values } : { ok: false, fields }
}

function propertyProblem(property: KnownProperty | undefined, value: string, policyName: string): string | undefined {
  if (property === undefined || !property.inPolicy) {
    return `no unit of the policy ${policyName} knows it, so the engine would drop it`
  }
  const { parameter, engineRegex } = property
  if (value === '') return 'must not be empty: the engine has no default for it'
  const parsed = parameter && parseParameter(parameter, value)
  if (parsed?.ok === false) return parsed.problem
  if (engineRegex === undefined || matchesWhole(engineRegex, value)) return undefined
  return `must match the engine's pattern ${engineRegex}, not "${value}"`
}
