import { LanguageError } from './language-error.ts'
import { isList, typeName, type Value } from './value.ts'

/** `nil-lowest` is how Python 2, for which the known policies were written, ordered nil; Python 3 refuses. */
export type NilOrder = 'error' | 'nil-lowest'

/** Called for each compared pair: lists inside lists can be far larger than the memory they take. */
export type Tick = () => void

/** Never fails: values of different types differ, except that numbers and booleans are numbers. */
export function equals(left: Value, right: Value, tick: Tick): boolean {
  tick()
  if (isList(left) && isList(right)) {
    if (left === right) return true
    return left.length === right.length && left.every((item, index) => equals(item, right[index] ?? null, tick))
  }
  const a = numeric(left)
  const b = numeric(right)
  // biome-ignore lint/suspicious/noDoubleEquals: 1n == 1 is exact, and is what 1 == 1.0 means here
  if (a !== undefined && b !== undefined) return a == b
  return left === right
}

/** Negative, zero or positive; NaN when a float that is none takes part. @throws LanguageError `type` */
export function order(left: Value, right: Value, nilOrder: NilOrder, tick: Tick): number {
  tick()
  const a = numeric(left)
  const b = numeric(right)
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN
  if (typeof left === 'string' && typeof right === 'string') return orderTexts(left, right)
  if (isList(left) && isList(right)) {
    const shared = Math.min(left.length, right.length)
    for (let index = 0; index < shared; index++) {
      const [x = null, y = null] = [left[index], right[index]]
      if (!equals(x, y, tick)) return order(x, y, nilOrder, tick)
    }
    return left.length - right.length
  }
  if (nilOrder === 'nil-lowest' && (left === null || right === null)) return left === right ? 0 : left === null ? -1 : 1
  throw new LanguageError('type', `${typeName(left)} and ${typeName(right)} have no order`)
}

const numeric = (value: Value): bigint | number | undefined => {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return typeof value === 'boolean' ? (value ? 1n : 0n) : undefined
}

/** By code points; JavaScript alone would put an emoji before U+FF21. */
function orderTexts(left: string, right: string): number {
  const a = [...left]
  const b = [...right]
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
