/** The arithmetic of Python 3, in which MOM's policies compute: integers without bound (ours is generous), IEEE floats. */
import { LanguageError } from './language-error.ts'
import type { Limits } from './limits.ts'
import { isList, typeName, type Value } from './value.ts'

type Bounds = Pick<Limits, 'integerBits' | 'valueLength'>
type Operation = (left: Value, right: Value, bounds: Bounds) => Value

export const add: Operation = (left, right, bounds) => {
  if (typeof left === 'string' && typeof right === 'string') {
    checkLength(left.length + right.length, bounds)
    return left + right
  }
  if (isList(left) && isList(right)) {
    checkLength(left.length + right.length, bounds)
    return [...left, ...right]
  }
  return numbers(
    'add',
    left,
    right,
    bounds,
    (a, b) => a + b,
    (a, b) => a + b,
  )
}

export const subtract: Operation = (left, right, bounds) =>
  numbers(
    'subtract',
    left,
    right,
    bounds,
    (a, b) => a - b,
    (a, b) => a - b,
  )

export const multiply: Operation = (left, right, bounds) => {
  if (typeof left === 'string' || isList(left)) return repeat(left, right, bounds)
  if (typeof right === 'string' || isList(right)) return repeat(right, left, bounds)
  return numbers(
    'multiply',
    left,
    right,
    bounds,
    (a, b) => a * b,
    (a, b) => a * b,
  )
}

/** Always a float. */
export const divide: Operation = (left, right, bounds) =>
  numbers('divide', left, right, bounds, divideIntegers, (a, b) => {
    if (b === 0) throw new LanguageError('division-by-zero', 'division by zero')
    return a / b
  })

export const shiftLeft: Operation = (left, right, bounds) => {
  const [value, count] = shiftOperands(left, right)
  if (value === 0n) return 0n
  if (count > BigInt(bounds.integerBits)) throw tooLarge(bounds)
  return checkInteger(value << count, bounds)
}

export const shiftRight: Operation = (left, right) => {
  const [value, count] = shiftOperands(left, right)
  return value >> count
}

export function absolute(value: Value): Value {
  const number = toNumber(value)
  if (number === undefined) throw new LanguageError('type', `${typeName(value)} has no absolute value`)
  if (typeof number === 'number') return Math.abs(number)
  return number < 0n ? -number : number
}

/** What a float is of an integer. @throws LanguageError `number` where it is too large for one */
export function toFloat(value: bigint | number): number {
  const float = Number(value)
  if (typeof value === 'bigint' && !Number.isFinite(float))
    throw new LanguageError('number', 'an integer too large for a float')
  return float
}

export const toNumber = (value: Value): bigint | number | undefined => {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return typeof value === 'boolean' ? (value ? 1n : 0n) : undefined
}

function numbers(
  verb: string,
  left: Value,
  right: Value,
  bounds: Bounds,
  ofIntegers: (a: bigint, b: bigint) => bigint | number,
  ofFloats: (a: number, b: number) => number,
): Value {
  const a = toNumber(left)
  const b = toNumber(right)
  if (a === undefined || b === undefined)
    throw new LanguageError('type', `cannot ${verb} ${typeName(left)} and ${typeName(right)}`)
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const result = ofIntegers(a, b)
    return typeof result === 'bigint' ? checkInteger(result, bounds) : result
  }
  return ofFloats(toFloat(a), toFloat(b))
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER)
const isSafe = (value: bigint) => value <= SAFE && value >= -SAFE

/** Rounded once, as Python does, also where neither integer is itself a float. */
function divideIntegers(left: bigint, right: bigint): number {
  if (right === 0n) throw new LanguageError('division-by-zero', 'division by zero')
  if (isSafe(left) && isSafe(right)) return Number(left) / Number(right)
  const isNegative = left < 0n !== right < 0n
  const [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right]
  const shift = Math.max(0, 66 + bitLength(b) - bitLength(a))
  const scaled = a << BigInt(shift)
  const quotient = scaled / b
  const sticky = scaled % b === 0n ? quotient : quotient | 1n
  // In two steps, so that a quotient near the smallest float is not lost on the way.
  const half = Math.floor(shift / 2)
  const result = Number(sticky) * 2 ** -half * 2 ** -(shift - half)
  if (!Number.isFinite(result)) throw new LanguageError('number', 'a quotient too large for a float')
  return isNegative ? -result : result
}

const bitLength = (value: bigint) => value.toString(2).length

function repeat(value: string | readonly Value[], times: Value, bounds: Bounds): Value {
  const count = typeof times === 'boolean' ? (times ? 1n : 0n) : times
  if (typeof count !== 'bigint')
    throw new LanguageError('type', `cannot multiply ${typeName(value)} and ${typeName(times)}`)
  if (count <= 0n || value.length === 0) return typeof value === 'string' ? '' : []
  if (count > BigInt(bounds.valueLength)) throw tooLong(bounds)
  checkLength(value.length * Number(count), bounds)
  return typeof value === 'string' ? value.repeat(Number(count)) : Array(Number(count)).fill(value).flat(1)
}

function shiftOperands(left: Value, right: Value): [bigint, bigint] {
  const [value, count] = [toNumber(left), toNumber(right)]
  if (typeof value !== 'bigint' || typeof count !== 'bigint')
    throw new LanguageError('type', `cannot shift ${typeName(left)} by ${typeName(right)}`)
  if (count < 0n) throw new LanguageError('number', 'negative shift count')
  return [value, count]
}

function checkInteger(value: bigint, bounds: Bounds): bigint {
  if (!isSafe(value) && value.toString(16).length * 4 > bounds.integerBits + 4) throw tooLarge(bounds)
  return value
}

function checkLength(length: number, bounds: Bounds): void {
  if (length > bounds.valueLength) throw tooLong(bounds)
}

const tooLarge = ({ integerBits }: Bounds) => new LanguageError('limit', `an integer of more than ${integerBits} bits`)
const tooLong = ({ valueLength }: Bounds) =>
  new LanguageError('limit', `a text or list of more than ${valueLength} elements`)
