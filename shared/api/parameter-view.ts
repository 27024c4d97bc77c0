import type { Parameter } from '../policy/parameter.ts'
import type { ParameterView } from './cluster-policy.ts'

/** How a unit's parameter is edited: its kind and range, without the texts and the default that stand beside it. */
export function parameterView(parameter: Parameter): ParameterView {
  switch (parameter.type) {
    case 'integer': {
      const { type, min, max, unit } = parameter
      return { type, min, max, ...(unit !== undefined && { unit }) }
    }
    case 'boolean':
      return { type: parameter.type }
    case 'choice':
      return { type: parameter.type, choices: [...parameter.choices] }
    case 'text':
      return { type: parameter.type }
  }
}
