import type { Parameters, TextParameter } from '../../../shared/policy/parameter.ts'
import { text } from '../../../shared/policy/parameter.ts'
import { portableRegexProblem } from '../portable-regex.ts'

export type TextParameters = Readonly<{ parameters: Parameters; warnings: readonly string[] }>

/**
 * Properties that are known by their expression alone. Each is anchored, since the portal's dialogs search anywhere in a
 * value; one that Java or JavaScript cannot read, or each reads differently, is left out with a warning.
 */
export function textParameters(
  properties: ReadonlyMap<string, string>,
  defaults: readonly string[] = [],
): TextParameters {
  const parameters: Record<string, TextParameter> = {}
  const warnings: string[] = []
  for (const [index, [name, regex]] of [...properties].entries()) {
    const pattern = anchored(regex)
    const problem = portableRegexProblem(pattern)
    if (problem === undefined) {
      const help = `A property of a plugin; its value must match ${pattern}`
      parameters[name] = text({ label: name, help, pattern, default: defaults[index] ?? '' })
    } else {
      warnings.push(`the property ${name} is left out: its expression "${regex}" ${problem}`)
    }
  }
  return { parameters, warnings }
}

/** The engine's dialogs turn exactly `^(a|b)$` into a drop-down list. */
function anchored(regex: string): string {
  if (/^\w+(\|\w+)+$/.test(regex)) return `^(${regex})$`
  if (
    regex.startsWith('^') &&
    regex.endsWith('$') &&
    !regex.endsWith('\\$') &&
    portableRegexProblem(regex) === undefined
  ) {
    return regex
  }
  return `^(?:${regex})$`
}
