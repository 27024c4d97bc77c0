/**
 * Typed properties of a policy unit. One declaration gives the parser, the form, the documentation and the regular
 * expression that the engine checks with. The engine stores and sends every value as text.
 */
import { integerRangeRegex } from './integer-range-regex.ts'

type Described = Readonly<{ label: string; help: string; unit?: string }>

export type IntegerParameter = Described & Readonly<{ type: 'integer'; min: number; max: number; default: number }>
export type BooleanParameter = Described & Readonly<{ type: 'boolean'; default: boolean }>
export type ChoiceParameter = Described & Readonly<{ type: 'choice'; choices: readonly string[]; default: string }>
/** Free text. `pattern` is anchored; the engine and the portal check with it, not we: see parseParameter. */
export type TextParameter = Described & Readonly<{ type: 'text'; pattern: string; default: string }>
export type Parameter = IntegerParameter | BooleanParameter | ChoiceParameter | TextParameter
export type Parameters = Readonly<Record<string, Parameter>>

type ValueOf<P extends Parameter> = P extends IntegerParameter ? number : P extends BooleanParameter ? boolean : string
/** The typed values a unit receives for its declared parameters. */
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: ValueOf<P[K]> }

export const integer = (p: Omit<IntegerParameter, 'type'>): IntegerParameter => ({ type: 'integer', ...p })
export const boolean = (p: Omit<BooleanParameter, 'type'>): BooleanParameter => ({ type: 'boolean', ...p })
export const choice = (p: Omit<ChoiceParameter, 'type'>): ChoiceParameter => ({ type: 'choice', ...p })

export const text = (p: Omit<TextParameter, 'type'>): TextParameter => ({ type: 'text', ...p })

export type Parsed<T> = Readonly<{ ok: true; value: T } | { ok: false; problem: string }>

/**
 * Text as the engine holds it → typed value. Empty or absent text means the default. The pattern of a text parameter is
 * not tried: it may come from a site's unit, and an expression can be made to run for ever.
 */
export function parseParameter(parameter: Parameter, text: string | undefined): Parsed<number | boolean | string> {
  const given = text?.trim() ?? ''
  if (given === '') return { ok: true, value: parameter.default }
  switch (parameter.type) {
    case 'integer': {
      const unit = parameter.unit ? ` ${parameter.unit}` : ''
      const problem = `must be a whole number from ${parameter.min} to ${parameter.max}${unit}, not "${given}"`
      if (!/^-?[0-9]{1,15}$/.test(given)) return { ok: false, problem }
      const value = Number(given)
      return value >= parameter.min && value <= parameter.max ? { ok: true, value } : { ok: false, problem }
    }
    case 'boolean': {
      const lower = given.toLowerCase()
      if (lower === 'true' || lower === 'false') return { ok: true, value: lower === 'true' }
      return { ok: false, problem: `must be true or false, not "${given}"` }
    }
    case 'choice':
      if (parameter.choices.includes(given)) return { ok: true, value: given }
      return { ok: false, problem: `must be one of ${parameter.choices.join(', ')}, not "${given}"` }
    case 'text':
      return { ok: true, value: given }
  }
}

/**
 * Anchored, and the same in Java and JavaScript. The engine's dialogs turn `^(a|b)$` into a drop-down list.
 * Booleans also accept the capitalised form, which clusters saved under the old Python units hold.
 */
export function parameterRegex(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
      return integerRangeRegex(parameter.min, parameter.max)
    case 'boolean':
      return '^(true|false|True|False)$'
    case 'choice':
      return `^(${parameter.choices.map(word => word.replace(/[^A-Za-z0-9_]/g, '\\$&')).join('|')})$`
    case 'text':
      return parameter.pattern
  }
}
