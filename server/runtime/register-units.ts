import { type Parameter, parameterRegex, parseParameter } from '../../shared/policy/parameter.ts'
import type { PolicyUnit } from '../../shared/policy/unit.ts'
import { portableRegexProblem } from './portable-regex.ts'
import type { RegisteredUnit } from './unit-runtime.ts'

/** Units that may not run, all their problems at once. `path` is `<source>: <unit>[.<parameter>]`. */
export class UnitRegistrationError extends Error {
  readonly problems: readonly Readonly<{ path: string; problem: string }>[]

  constructor(problems: readonly Readonly<{ path: string; problem: string }>[]) {
    super(problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'))
    this.name = 'UnitRegistrationError'
    this.problems = problems
  }
}

/**
 * Checks units before any of them runs: what the engine's database and dialogs can hold, and that each name has one
 * owner. Returns them by id; throws UnitRegistrationError.
 */
export function registerUnits(units: readonly RegisteredUnit[]): ReadonlyMap<string, RegisteredUnit> {
  const byId = new Map<string, RegisteredUnit>()
  const problems: { path: string; problem: string }[] = []
  for (const registered of units) {
    const { unit, source } = registered
    const path = `${source}: ${unit.id}`
    for (const problem of unitProblems(unit)) problems.push({ path, problem })
    for (const [name, parameter] of Object.entries(unit.parameters)) {
      for (const problem of parameterProblems(name, parameter)) problems.push({ path: `${path}.${name}`, problem })
    }
    const first = byId.get(unit.id)
    if (first === undefined) byId.set(unit.id, registered)
    else problems.push({ path, problem: `has the name of a unit that ${first.source} brings` })
  }
  if (problems.length > 0) throw new UnitRegistrationError(problems)
  return byId
}

function unitProblems(unit: PolicyUnit): string[] {
  const problems: string[] = []
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(unit.id)) problems.push('needs a name of 1 to 128 letters, digits, "_" or "-"')
  if (!/^\S(.*\S)?$/.test(unit.description)) problems.push('needs a description of one line')
  if (!unit.filter && !unit.score && !unit.balance) problems.push('offers neither filter nor score nor balance')
  return problems
}

function parameterProblems(name: string, parameter: Parameter): string[] {
  const problems: string[] = []
  if (!/^[a-zA-Z0-9_]+$/.test(name)) problems.push('needs a name of letters, digits or "_"')
  if (parameter.type === 'integer' && !(Number.isSafeInteger(parameter.min) && parameter.min <= parameter.max)) {
    return [...problems, `has no range from ${parameter.min} to ${parameter.max}`]
  }
  const byDefault = parseParameter(parameter, String(parameter.default))
  if (!byDefault.ok) problems.push(`has a bad default: it ${byDefault.problem}`)
  const regexProblem = portableRegexProblem(parameterRegex(parameter))
  if (regexProblem !== undefined) problems.push(`has an expression that ${regexProblem}`)
  return problems
}
