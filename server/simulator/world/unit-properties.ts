import type { Properties, SimPolicy, SimPolicyUnit, SimState } from './state.ts'
import { EngineFault } from './world.ts'

/** Property name → regular expression, over all units of a policy. If two units disagree the engine picks either. */
export function regexesOf(state: SimState, policy: SimPolicy): Map<string, string> {
  const unitIds = [...policy.filters, ...policy.weights].map(({ unitId }) => unitId)
  if (policy.balanceUnitId !== undefined) unitIds.push(policy.balanceUnitId)
  return regexMap(unitIds.map(id => state.units.get(id)).filter(unit => unit !== undefined))
}

export const allRegexes = ({ units }: SimState): Map<string, string> => regexMap([...units.values()])

const regexMap = (units: readonly SimPolicyUnit[]): Map<string, string> =>
  new Map(units.flatMap(({ properties }) => Object.entries(properties)))

/** What is wrong with values, a sentence each. */
export function propertyProblems(given: Readonly<Properties>, regexes: ReadonlyMap<string, string>): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const regex = regexes.get(name)
    if (regex === undefined) return [`No policy unit knows the property ${name}.`]
    if (value.includes(';') || !fullyMatches(regex, value)) return [`The value of ${name} must match ${regex}.`]
    return []
  })
}

/** As the engine does it: the whole value. Throws EngineFault 'failed' if a unit was offered with a bad expression. */
function fullyMatches(regex: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${regex})$`).test(value)
  } catch (cause) {
    const fault = new EngineFault('failed', [`The expression ${regex} cannot be read.`])
    fault.cause = cause
    throw fault
  }
}
