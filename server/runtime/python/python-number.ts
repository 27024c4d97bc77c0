import type { PythonValue } from './python-value.ts'

/** Python refuses decimal integers longer than this. */
const MAX_DIGITS = 4300
/** Ours, for every other form: a pattern with groups must not run over megabytes. */
const MAX_CHARACTERS = 65_536

const digits = '\\d(?:_?\\d)*'
const based = /^0(?:[xX](?:_?[\da-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)$/
const decimal = /^(?:0(?:_?0)*|[1-9](?:_?\d)*)$/
const float = new RegExp(
  `^(?:(?:(?:${digits})?\\.${digits}|${digits}\\.)(?:[eE][+-]?${digits})?|${digits}[eE][+-]?${digits})$`,
)

/** The number as Python's grammar reads it, undefined if it does not. */
export function parsePythonNumber(text: string): (PythonValue & { kind: 'int' | 'float' }) | undefined {
  if (text.length > MAX_CHARACTERS) return undefined
  const plain = text.replaceAll('_', '')
  if (based.test(text) || decimal.test(text)) {
    if (plain.length > MAX_DIGITS && decimal.test(text)) return undefined
    const exact = BigInt(plain.length > 1 && /^0+$/.test(plain) ? '0' : plain)
    const value = Number(exact)
    return { kind: 'int', value: Number.isSafeInteger(value) ? value : exact }
  }
  return float.test(text) ? { kind: 'float', value: Number(plain) } : undefined
}
