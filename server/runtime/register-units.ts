import { type Parameter, parameterRegex, parseParameter } from '../../shared/policy/parameter.ts'
import type { UnitDescription } from '../../shared/policy/unit.ts'
import { portableRegexProblem } from './portable-regex.ts'
import type { RegisteredUnit } from './unit-runtime.ts'

export type RegistrationProblem = Readonly<{ path: string; problem: string }>

/** Units that may not run, all their problems at once. `path` is `<source>: <unit>[.<parameter>]`. */
export class UnitRegistrationError extends Error {
  readonly problems: readonly RegistrationProblem[]

  constructor(problems: readonly RegistrationProblem[]) {
    super(problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'))
    this.name = 'UnitRegistrationError'
    this.problems = problems
  }
}

/**
 * Checks units before any of them runs: what the engine's database and dialogs can hold, and that each name has one
 * owner. Returns them by id; throws UnitRegistrationError.
 */
export function registerUnits<U extends RegisteredUnit>(units: readonly U[]): ReadonlyMap<string, U> {
  const byId = new Map<string, U>()
  const problems: RegistrationProblem[] = []
  for (const registered of units) {
    const { unit, source } = registered
    problems.push(...registrationProblems(unit, source))
    const first = byId.get(unit.id)
    if (first === undefined) byId.set(unit.id, registered)
    else problems.push({ path: `${source}: ${unit.id}`, problem: `has the name of a unit that ${first.source} brings` })
  }
  if (problems.length > 0) throw new UnitRegistrationError(problems)
  return byId
}

/** What keeps a unit from running, whatever others there are. */
export function registrationProblems(unit: UnitDescription, source: string): RegistrationProblem[] {
  const path = `${source}: ${unit.id}`
  return [
    ...unitProblems(unit).map(problem => ({ path, problem })),
    ...Object.entries(unit.parameters).flatMap(([name, parameter]) =>
      parameterProblems(name, parameter).map(problem => ({ path: `${path}.${name}`, problem })),
    ),
  ]
}

function unitProblems({ id, description, functions }: UnitDescription): string[] {
  const problems: string[] = []
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) problems.push('needs a name of 1 to 128 letters, digits, "_" or "-"')
  if (!/^\S(.*\S)?$/.test(description)) problems.push('needs a description of one line')
  if (functions.length === 0) problems.push('offers neither filter nor score nor balance')
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
