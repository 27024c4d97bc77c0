import { LanguageError } from './language-error.ts'
import { isList, type Value } from './value.ts'

const MAX_ELEMENTS = 100_000

/**
 * A value as JSON text: integers with all their digits, floats always with a point or exponent, those that are no number
 * as texts; a host, guest or function by its name. @throws LanguageError `limit` for lists too large to print
 */
export function writeJson(value: Value): string {
  let left = MAX_ELEMENTS
  const write = (value: Value): string => {
    left -= 1
    if (left < 0) throw new LanguageError('limit', `a result of more than ${MAX_ELEMENTS} elements`)
    if (isList(value)) return `[${value.map(write).join(',')}]`
    switch (typeof value) {
      case 'bigint':
        return value.toString()
      case 'number':
        return floatText(value)
      case 'object':
        return value === null ? 'null' : JSON.stringify({ [value.kind]: value.label })
      case 'function':
        return 'null'
      default:
        return JSON.stringify(value)
    }
  }
  return write(value)
}

export function writeJsonRecord(record: Readonly<Record<string, string>>): string {
  return `{${Object.entries(record)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join(',')}}`
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value))
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
