import { type LiteralCursor, openLiteral } from './literal-cursor.ts'
import { PythonLiteralError } from './python-literal-error.ts'
import { parsePythonNumber } from './python-number.ts'
import { distinct, hashKey, type PythonValue, unhashableType } from './python-value.ts'
import { readPythonStrings } from './read-python-strings.ts'

export { PythonLiteralError } from './python-literal-error.ts'
export { iterate, type PythonValue, pythonTypeName } from './python-value.ts'

export type LiteralLimits = Readonly<{ maxCharacters: number; maxDepth: number; maxValues: number }>

/**
 * Room for the scores of tens of thousands of hosts, read in well under a second: this runs in the service's own thread.
 * Python itself stops at 200 nested brackets.
 */
export const defaultLiteralLimits: LiteralLimits = { maxCharacters: 2 << 20, maxDepth: 199, maxValues: 250_000 }

/**
 * Reads what Python's `ast.literal_eval` reads, except for complex numbers, `...` and characters given by name
 * (`\N{…}`), which throw like anything else it refuses. Time and memory are linear in the text. Throws
 * PythonLiteralError.
 */
export function parsePythonLiteral(text: string, limits: LiteralLimits = defaultLiteralLimits): PythonValue {
  if (text.length > limits.maxCharacters) throw new PythonLiteralError('is too long', limits.maxCharacters)
  // Python reads each kind of line end as one, also inside strings.
  const cursor = openLiteral(text.replace(/\r\n?/g, '\n'), limits.maxDepth)
  cursor.take(/[ \t]*/y)
  cursor.skipBlankLines()
  cursor.skipGap(false)
  const value = tupleOrValue({ cursor, left: limits.maxValues })
  cursor.skipGap(true)
  if (!cursor.isAtEnd()) throw cursor.wrong('goes on after the value')
  return value
}

/** `left`: how many values may still be read. */
type Reading = { readonly cursor: LiteralCursor; left: number }

const constants: Readonly<Record<string, PythonValue>> = {
  None: { kind: 'none' },
  True: { kind: 'bool', value: true },
  False: { kind: 'bool', value: false },
}
const word = /[\p{L}\p{N}_]+/uy
const numberText = /0[xXoObB][\da-fA-F_]*|[\d_]*\.?[\d_]*(?:[eE][+-]?[\d_]+)?/y

/** `1, 2` is a tuple, with or without brackets; `1` alone is just that. */
function tupleOrValue(reading: Reading): PythonValue {
  const { cursor } = reading
  const first = value(reading)
  cursor.skipGap()
  if (cursor.peek() !== ',') return first
  const items = [first]
  while (cursor.skip(',')) {
    cursor.skipGap()
    if (cursor.peek() === ')' || cursor.isAtEnd() || (!cursor.isInBrackets() && /[\n#]/.test(cursor.peek()))) break
    items.push(value(reading))
    cursor.skipGap()
  }
  return { kind: 'tuple', items }
}

function value(reading: Reading): PythonValue {
  const { cursor } = reading
  if (--reading.left < 0) throw cursor.wrong('has too many values')
  const next = cursor.peek()
  if (next === '') throw cursor.wrong('ends where a value is due')
  if (next === '(') return cursor.inBrackets(() => parentheses(reading))
  if (next === '[') return cursor.inBrackets(() => ({ kind: 'list', items: itemsUntil(reading, ']') }))
  if (next === '{') return cursor.inBrackets(() => braces(reading))
  if (next === '+' || next === '-') return signed(reading)
  if (/[\d.]/.test(next)) return number(cursor)
  return readPythonStrings(cursor) ?? named(cursor)
}

function parentheses(reading: Reading): PythonValue {
  const { cursor } = reading
  if (cursor.skip(')')) return { kind: 'tuple', items: [] }
  const found = tupleOrValue(reading)
  cursor.expect(')')
  return found
}

function itemsUntil(reading: Reading, closing: string, items: PythonValue[] = []): PythonValue[] {
  const { cursor } = reading
  while (!cursor.skip(closing)) {
    items.push(value(reading))
    cursor.skipGap()
    if (cursor.skip(',')) cursor.skipGap()
    else if (cursor.peek() !== closing) throw cursor.wrong(`lacks a ${closing}`)
  }
  return items
}

function braces(reading: Reading): PythonValue {
  const { cursor } = reading
  if (cursor.skip('}')) return { kind: 'dict', entries: [] }
  const first = value(reading)
  cursor.skipGap()
  if (cursor.peek() === ':') return dict(reading, first)
  if (cursor.skip(',')) cursor.skipGap()
  else if (cursor.peek() !== '}') throw cursor.wrong('lacks a }')
  const items = itemsUntil(reading, '}', [first])
  for (const item of items) checkHashable(cursor, item)
  return { kind: 'set', items: distinct(items) }
}

function dict(reading: Reading, firstKey: PythonValue): PythonValue {
  const { cursor } = reading
  const entries = new Map<string, readonly [PythonValue, PythonValue]>()
  let key = firstKey
  for (;;) {
    checkHashable(cursor, key)
    cursor.expect(':')
    cursor.skipGap()
    const hash = hashKey(key)
    // Of two equal keys the first stays, with the last value.
    entries.set(hash, [entries.get(hash)?.[0] ?? key, value(reading)])
    cursor.skipGap()
    const more = cursor.skip(',')
    if (more) cursor.skipGap()
    if (cursor.skip('}')) return { kind: 'dict', entries: [...entries.values()] }
    if (!more) throw cursor.wrong('lacks a }')
    key = value(reading)
    cursor.skipGap()
  }
}

function checkHashable(cursor: LiteralCursor, found: PythonValue): void {
  const type = unhashableType(found)
  if (type !== undefined) throw cursor.wrong(`uses a ${type} as a key or as a member of a set`)
}

/** One sign, before a number only. */
function signed(reading: Reading): PythonValue {
  const { cursor } = reading
  const isMinus = cursor.peek() === '-'
  cursor.move(1)
  cursor.skipGap()
  const found = unsigned(reading)
  if (!isMinus) return found
  if (found.kind === 'float') return { kind: 'float', value: -found.value }
  return { kind: 'int', value: found.value === 0 ? 0 : -found.value }
}

/** Brackets around a number are nothing to Python. */
function unsigned(reading: Reading): PythonValue & { kind: 'int' | 'float' } {
  const { cursor } = reading
  if (/[\d.]/.test(cursor.peek())) return number(cursor)
  if (cursor.peek() !== '(') throw cursor.wrong('has a sign before something other than a number')
  return cursor.inBrackets(() => {
    const found = unsigned(reading)
    cursor.skipGap()
    cursor.expect(')')
    return found
  })
}

function number(cursor: LiteralCursor): PythonValue & { kind: 'int' | 'float' } {
  const start = cursor.place()
  const found = parsePythonNumber(cursor.take(numberText))
  if (found === undefined || cursor.take(word) !== '') throw new PythonLiteralError('has a malformed number', start)
  return found
}

function named(cursor: LiteralCursor): PythonValue {
  const start = cursor.place()
  const name = cursor.take(word)
  const constant = Object.hasOwn(constants, name) ? constants[name] : undefined
  if (constant !== undefined) return constant
  if (name === 'set') {
    cursor.skipGap()
    const isEmpty = cursor.peek() === '(' && cursor.inBrackets(() => cursor.skip(')'))
    if (isEmpty) return { kind: 'set', items: [] }
  }
  throw new PythonLiteralError(name === '' ? 'has an unexpected character' : 'has a name where a value is due', start)
}
