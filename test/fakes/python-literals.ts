/** Texts that are Python literals or not, with what they are read as; and what was read, in short. */
import {
  PythonLiteralError,
  type PythonValue,
  parsePythonLiteral,
} from '../../server/runtime/python/parse-python-literal.ts'

/** Short for the tables: a list is an array, a tuple `{ tuple }`, an int a number, a float `{ float }`. */
export function plain(value: PythonValue): unknown {
  switch (value.kind) {
    case 'none':
      return null
    case 'float':
      return { float: String(value.value) }
    case 'bytes':
      return { bytes: [...value.value] }
    case 'list':
      return value.items.map(plain)
    case 'tuple':
      return { tuple: value.items.map(plain) }
    case 'set':
      return { set: value.items.map(item => JSON.stringify(plain(item))).toSorted() }
    case 'dict':
      return { dict: value.entries.map(([key, member]) => [plain(key), plain(member)]) }
    case 'int':
      return typeof value.value === 'bigint' ? { big: String(value.value) } : value.value
    default:
      return value.value
  }
}

/** What is read from a text, `{ value }` in short; null when it is refused. */
export function readHere(text: string): unknown {
  try {
    return { value: plain(parsePythonLiteral(text)) }
  } catch (error) {
    if (error instanceof PythonLiteralError) return null
    throw error
  }
}

/** Each with its value. */
export const acceptedLiterals: [string, unknown][] = [
  ['None', null],
  [' \t True # yes\n', true],
  ["['a', \"b\", '''c''', u'd', r'\\e',]", ['a', 'b', 'c', 'd', '\\e']],
  ["'a' 'b'\n", 'ab'],
  ["('x',)", { tuple: ['x'] }],
  ["'x', 1", { tuple: ['x', 1] }],
  ['(1)', 1],
  ['{1, True, 1.0}', { set: ['1'] }],
  [
    "{'a': 1, 'b': 2, 'a': 3}",
    {
      dict: [
        ['a', 3],
        ['b', 2],
      ],
    },
  ],
  ['0x_ff', 255],
  ['-0b1_0', -2],
  ['1_000', 1000],
  ['12345678901234567890', { big: '12345678901234567890' }],
  ['-1e999', { float: '-Infinity' }],
  ["b'\\xff\\u0041'", { bytes: [255, 92, 117, 48, 48, 52, 49] }],
  ["'\\x41\\u00e9\\U0001f600\\101\\q'", 'Aé😀A\\q'],
  ['set()', { set: [] }],
  ['[ # one\n 1,\n]', [1]],
]

/** Each with the words of the refusal and its position. */
export const refusedLiterals: [string, string, number][] = [
  ['', 'ends where a value is due', 0],
  ['[1', 'lacks a ]', 2],
  ['1 2', 'goes on after the value', 2],
  ['\n 1', 'is indented', 1],
  ["'a", 'has a string without an end', 1],
  ["'a' b'c'", 'mixes bytes with text', 8],
  ['{[]}', 'uses a list as a key or as a member of a set', 4],
  ['012', 'has a malformed number', 0],
  ['--1', 'has a sign before something other than a number', 1],
  ['__import__', 'has a name where a value is due', 0],
  ['[*a]', 'has an unexpected character', 1],
  ["'\\x4'", 'has an incomplete \\x', 5],
  ['['.repeat(200), 'is nested too deep', 199],
]
