/** Values that nobody expects where they come, and values of which some are replaced by such. */
import fc from 'fast-check'

const nested = (depth: number, open: string, close: string): unknown =>
  JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`)

/** Texts that mean something to JavaScript, SQL, XML, a shell, a terminal or a reader of numbers. */
export const tellingTexts = [
  '',
  ' ',
  '\0',
  '\n',
  '\ud800',
  '\ufeff',
  '\u001b[31m',
  '\u202e',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'true',
  'NaN',
  'Infinity',
  '-1',
  '0x10',
  '1e3',
  '1e999',
  '18446744073709551615',
  '../../etc/passwd',
  "'; drop table runs; --",
  '%',
  '_%',
  '{{7*7}}',
  '<script>',
  '&amp;',
  '*',
  '='.repeat(40),
  'é'.repeat(5_000),
  'x'.repeat(70_000),
] as const

const tellingNumbers = [
  0,
  -0,
  -1,
  0.5,
  1e-320,
  255,
  65_536,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  8.64e15,
  8.64e15 + 1,
  2 ** 63,
  1e21,
  1e308,
  -1e308,
] as const

const tellingObjects: readonly unknown[] = [
  [],
  {},
  [[]],
  [null],
  JSON.parse('{"__proto__":{"admin":true},"length":-1}'),
  JSON.parse('{"toString":1,"valueOf":1,"toJSON":1,"then":1}'),
  Array.from({ length: 3_000 }, (_, index) => index),
  nested(60, '[', ']'),
  nested(1_500, '{"a":', '}'),
]

/** Some of a text's characters from all of Unicode, control characters and lone surrogates included. */
export const anyText = fc.oneof(
  fc.constantFrom(...tellingTexts),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ maxLength: 12 }),
)

/** What JSON can carry, mostly of another kind than is meant. */
export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false),
  fc.constantFrom<unknown>(...tellingNumbers),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  anyText,
  fc.constantFrom(...tellingObjects),
  fc.jsonValue({ maxDepth: 2 }),
)

type Edit = Readonly<{ at: number; how: 'replace' | 'drop' | 'add' | 'double'; name: string; value: unknown }>

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'double'),
  name: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toJSON', 'id', 'length'), fc.string({ maxLength: 8 })),
  value: strangeValue,
})

/** A sound JSON value with so many of its parts replaced, left out, added or doubled. */
export const editedJson = (value: fc.Arbitrary<unknown>, most = 3): fc.Arbitrary<unknown> =>
  fc
    .tuple(value, fc.array(edit, { minLength: 1, maxLength: most }))
    .map(([sound, edits]) => edits.reduce((before, each) => withEdit(before, each), structuredClone(sound)))

type Place = Readonly<{ within: Record<string, unknown> | unknown[]; key: string }>

/** Changes the value itself; only where its root is replaced another one comes back. */
function withEdit(root: unknown, { at, how, name, value }: Edit): unknown {
  const places: Place[] = []
  collect(root, places)
  const place = places[Math.floor(at * places.length)]
  if (place === undefined || (at < 0.02 && how === 'replace')) return structuredClone(value)
  const { within, key } = place
  const fresh = structuredClone(value)
  if (Array.isArray(within)) {
    const index = Number(key)
    if (how === 'drop') within.splice(index, 1)
    else if (how === 'double') within.push(structuredClone(within[index]))
    else if (how === 'add') within.splice(index, 0, fresh)
    else within[index] = fresh
  } else if (how === 'drop') delete within[key]
  else if (how === 'replace') put(within, key, fresh)
  else put(within, how === 'add' ? name : `${key}2`, how === 'add' ? fresh : structuredClone(within[key]))
  return root
}

/** As JSON.parse does it: `__proto__` is a member like any other. */
const put = (within: object, key: string, value: unknown): void => {
  Object.defineProperty(within, key, { value, enumerable: true, configurable: true, writable: true })
}

function collect(value: unknown, places: Place[], depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > 100) return
  for (const key of Object.keys(value)) {
    places.push({ within: value as Place['within'], key })
    collect((value as Record<string, unknown>)[key], places, depth + 1)
  }
}
