import { type Parameters, parameterRegex, parseParameter, type ValuesOf } from './parameter.ts'

export type PropertyProblem = Readonly<{ property: string; problem: string }>

/**
 * A property map as the engine sends it → the unit's typed values. Properties of other units are ignored, since the
 * engine sends the whole map of the cluster. A bad value is reported and its default used, so one typo cannot stop a unit.
 */
export function parseProperties<P extends Parameters>(
  parameters: P,
  given: Readonly<Record<string, string>>,
): { values: ValuesOf<P>; problems: PropertyProblem[] } {
  const problems: PropertyProblem[] = []
  const entries = Object.entries(parameters).map(([name, parameter]) => {
    const parsed = parseParameter(parameter, Object.hasOwn(given, name) ? given[name] : undefined)
    if (parsed.ok) return [name, parsed.value] as const
    problems.push({ property: name, problem: parsed.problem })
    return [name, parameter.default] as const
  })
  return { values: Object.fromEntries(entries) as ValuesOf<P>, problems }
}

/** The engine's grammar: `name=regex;name=regex`, no blanks, no `;` inside. */
export const propertiesRegex = (parameters: Parameters): string =>
  Object.entries(parameters)
    .map(([name, parameter]) => `${name}=${parameterRegex(parameter)}`)
    .join(';')
