import { type Parameter, type Parameters, parseParameter } from '../../../shared/policy/parameter.ts'
import type { UnitDescription } from '../../../shared/policy/unit.ts'
import { PluginError } from './loaded-plugin.ts'
import type { PluginConf } from './parse-plugin-conf.ts'
import { textParameters } from './text-parameters.ts'

export type Configured = Readonly<{ unit: UnitDescription; warnings: readonly string[] }>

/**
 * The unit as its configuration file wants it. Property expressions there replace those of the code, except for typed
 * parameters, of which only the default is taken. Throws PluginError for a default that its parameter refuses.
 */
export function applyPluginConf(unit: UnitDescription, conf: PluginConf | undefined): Configured {
  if (conf === undefined) return { unit, warnings: [] }
  const { customProperties, defaultValues = [], onFailure, description } = conf
  const names = customProperties === undefined ? Object.keys(unit.parameters) : [...customProperties.keys()]
  const isTyped = Object.values(unit.parameters).some(({ type }) => type !== 'text')
  const { parameters, warnings } =
    customProperties === undefined || isTyped
      ? { parameters: unit.parameters, warnings: [] }
      : textParameters(customProperties, defaultValues)
  const { writtenRegex: _, ...rest } = unit
  return {
    unit: {
      // Expressions of the file are meant instead of those that were written in the code.
      ...(customProperties === undefined ? unit : rest),
      ...(description !== undefined && { description }),
      ...(onFailure !== undefined && { onFailure }),
      parameters: withDefaults(parameters, names, defaultValues, unit.id),
    },
    warnings,
  }
}

function withDefaults(
  parameters: Parameters,
  names: readonly string[],
  defaults: readonly string[],
  unitId: string,
): Parameters {
  const byName = new Map(names.map((name, index) => [name, defaults[index]]))
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const given = byName.get(name)
      if (given === undefined || given === '') return [name, parameter]
      const parsed = parseParameter(parameter, given)
      if (!parsed.ok) throw new PluginError([`${unitId}.${name}: the default value ${parsed.problem}`])
      return [name, { ...parameter, default: parsed.value } as Parameter]
    }),
  )
}
