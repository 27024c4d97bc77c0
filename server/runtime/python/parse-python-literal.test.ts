import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  iterate,
  PythonLiteralError,
  type PythonValue,
  parsePythonLiteral,
  pythonTypeName,
} from './parse-python-literal.ts'

/** Short for the tables: a list is an array, a tuple `{ tuple }`, an int a number, a float `{ float }`. */
function plain(value: PythonValue): unknown {
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

/** The same of Python's own answer; null in place of an answer when it raises. */
const oracle = `
import ast, json, sys, warnings
warnings.simplefilter('ignore')
def plain(value):
    if value is None or isinstance(value, (bool, str)): return value
    if isinstance(value, int): return value if abs(value) < 2 ** 53 else {'big': str(value)}
    if isinstance(value, float): return {'float': value.hex() if value == value and abs(value) != float('inf') else str(value)}
    if isinstance(value, bytes): return {'bytes': list(value)}
    if isinstance(value, list): return [plain(item) for item in value]
    if isinstance(value, tuple): return {'tuple': [plain(item) for item in value]}
    if isinstance(value, set): return {'set': sorted(json.dumps(plain(item), separators=(',', ':')) for item in value)}
    if isinstance(value, dict): return {'dict': [[plain(key), plain(member)] for key, member in value.items()]}
    raise ValueError('not ours: %r' % (value,))
for text in json.load(sys.stdin):
    # Python strips this by itself only since 3.10.
    try: answer = {'value': plain(ast.literal_eval(text.lstrip(' \\t')))}
    except Exception: answer = None
    print(json.dumps(answer))
`

const pythonMinor = Number(
  execFileSync('python3', ['-c', 'import sys; print(sys.version_info[1])'], { encoding: 'utf8' }),
)

function literalEval(texts: readonly string[]): unknown[] {
  const output = execFileSync('python3', ['-c', oracle], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return output
    .trimEnd()
    .split('\n')
    .map(line => floatsAsHere(JSON.parse(line)))
}

/** Python writes floats in hexadecimal, which is exact. */
function floatsAsHere(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(floatsAsHere)
  if (typeof value !== 'object' || value === null) return value
  if ('float' in value) return { float: floatText(String(value.float)) }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'set' ? setTexts(member) : floatsAsHere(member)]),
  )
}

const setTexts = (members: unknown): unknown =>
  Array.isArray(members)
    ? members.map(text => JSON.stringify(floatsAsHere(JSON.parse(String(text))))).toSorted()
    : members

function floatText(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] = /^(-?)0x(\d)\.?([\da-f]*)p([+-]\d+)$/.exec(text) ?? []
  if (whole === '') return text.replace('inf', 'Infinity')
  // In two steps, lest a subnormal number's power underflow on its own.
  const mantissa = Number.parseInt(`${whole}${fraction}`, 16) * 2 ** (-4 * fraction.length)
  const power = Number(exponent)
  const value = (power < -1000 ? mantissa * 2 ** -1000 * 2 ** (power + 1000) : mantissa * 2 ** power) * (sign ? -1 : 1)
  return String(value)
}

function here(text: string): unknown {
  try {
    return { value: plain(parsePythonLiteral(text)) }
  } catch (error) {
    if (error instanceof PythonLiteralError) return null
    throw error
  }
}

describe('parsePythonLiteral', () => {
  const accepted: [string, unknown][] = [
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
  for (const [text, value] of accepted)
    it(`reads ${text}`, () => expect(plain(parsePythonLiteral(text))).toEqual(value))

  const refused: [string, string, number][] = [
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
  for (const [text, message, position] of refused) {
    it(`refuses ${text.slice(0, 20)}`, () => {
      expect(() => parsePythonLiteral(text)).toThrow(expect.objectContaining({ message, position }))
    })
  }

  const hostile = [
    ['spaces', `[${' '.repeat(2_000_000)}1]`],
    ['one string', `'${'x'.repeat(2_000_000)}'`],
    ['a string of escapes', `'${'\\n'.repeat(1_000_000)}'`],
    ['a string without an end', `'${'x'.repeat(2_000_000)}`],
    ['small strings', "'a' ".repeat(500_000)],
    ['digits', '1'.repeat(2_000_000)],
    ['digits of a float', `${'1'.repeat(2_000_000)}.5`],
    ['underscores', `1${'_'.repeat(2_000_000)}`],
    ['brackets', '['.repeat(2_000_000)],
    ['values', `[${'1,'.repeat(1_000_000)}]`],
    ['a deep key', `{${'('.repeat(190)}'${'k'.repeat(1_000_000)}',${',)'.repeat(190).slice(1)}: 1}`],
    ['comments', '#\n'.repeat(1_000_000)],
  ] as const
  for (const [what, text] of hostile) {
    it(`needs no more than linear time for ${what}`, () => {
      const started = performance.now()
      here(text)
      expect(performance.now() - started).toBeLessThan(3_000)
    })
  }

  // Older ones nest less deep and know no set().
  it.skipIf(pythonMinor < 9)(
    'answers as ast.literal_eval does',
    () => {
      const generated = fc.sample(pythonText, 600).filter(text => text.isWellFormed())
      const texts = [...accepted, ...refused].map(([text]) => text).concat(oddTexts, generated)
      const answers = literalEval(texts)
      expect(texts.map(text => ({ text, answer: here(text) }))).toEqual(
        texts.map((text, index) => ({ text, answer: answers[index] })),
      )
    },
    30_000,
  )
})

const oddTexts = [
  ...[
    '  1',
    '\n1',
    '\n\n# c\n1',
    '1\n\n',
    '1\n 2',
    '1 # a\n# b',
    '1\n  # c\n',
    '1;',
    '\f1',
    ' \f1',
    '\n \f1',
    '\u00a01',
  ],
  ...['"a\nb"', '"a\\\nb"', "'''a\r\nb\rc'''", "'a''b'", "'a'\n'b'", "('a'\n'b')", 'f"a"', "ur'a'", "bR'a'", "Rb'\\n'"],
  ...['(1,)', '()', '(,)', '[,]', '[1,,2]', '{,}', '{1:2,}', '{1:2,3}', '{1,2:3}', '{**{}}', '1,', '1,2,', ',', '(1,2'],
  ...[
    '01',
    '00',
    '0_0',
    '0_',
    '1__0',
    '_1',
    '1_',
    '0x',
    '0xg',
    '0o8',
    '0b2',
    '1e',
    '1e+',
    '1.',
    '.5',
    '.',
    '1._5',
    '01.5',
  ],
  ...['1e5', '01e5', '0_1.5', '1_0.5e1_0', '1e400', '-1', '+1', '- 1', '-(1)', '(-1)', '-(-1)', '-True', '-None', '~1'],
  ...[
    '1if',
    '0x1for',
    '1a',
    '1 .real',
    'True.x',
    'true',
    'none',
    'set(1)',
    'set ( )',
    '[set()]',
    '{set()}',
    'frozenset()',
  ],
  ...["'\\400'", "b'\\400'", "'\\8'", "'\\N{DASH'", "'\\u12'", "'\\U00110000'", "b'é'", "b'\\é'", "'\\ud800'", "'é'"],
  ...[
    "{'a': [1]}",
    '{(1, [2])}',
    '{(1, 2): 3}',
    '{{}: 1}',
    '{10**2}',
    '{1e20, 100000000000000000000}',
    '{0, -0.0, False}',
  ],
  ...['[1 2]', '[1]]', '(1', "'a' 1", '\\\n1', '1 \\\n', '[1,\\\n2]', '-\\\n1', '0', '-0', '-0.0', '[1\f,2]', '[1\v]'],
  ...['9007199254740993', '9007199254740992', '-9007199254740991', '0xffffffffffffffffffff', '1'.repeat(400)],
]

/** Mostly well-formed texts, with the breaks that a print in the middle would make. */
const { tree: pythonValue } = fc.letrec<{ tree: string; leaf: string; pairs: string }>(tie => ({
  leaf: fc.oneof(
    fc.constantFrom(
      'None',
      'True',
      'False',
      '()',
      '[]',
      '{}',
      '0x1F',
      '1_000',
      '-5',
      '+3.25',
      '1e22',
      '.5e-3',
      "b'a\\0'",
    ),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => String(value)),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map(text => JSON.stringify(text)),
    fc.string({ maxLength: 6 }).map(text => `'${text}'`),
    fc.string({ maxLength: 6 }).map(text => `r"""${text}"""`),
  ),
  pairs: fc.tuple(tie('tree'), tie('tree')).map(([key, value]) => `${key} : ${value}`),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 4 }).map(items => `[${items.join(', ')}]`),
    fc.array(tie('tree'), { maxLength: 4 }).map(items => `(${items.join(' ,\n')})`),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map(items => `{${items.join(',')},}`),
    fc.array(tie('pairs'), { maxLength: 3 }).map(items => `{${items.join(',')}}`),
  ),
}))
const pythonText = fc.oneof(
  { arbitrary: pythonValue, weight: 4 },
  {
    arbitrary: fc
      .tuple(pythonValue, fc.nat(), fc.constantFrom('', ' ', '\n', ',', '(', ']', "'", '#', '\\', '-', '1'))
      .map(([text, place, inserted]) => {
        const at = place % (text.length + 1)
        return `${text.slice(0, at)}${inserted}${text.slice(at + 1)}`
      }),
    weight: 2,
  },
)

describe('iterate', () => {
  const cases: [string, string, unknown][] = [
    ['[1, 2]', 'list', [1, 2]],
    ["'a😀'", 'str', ['a', '😀']],
    ["b'ab'", 'bytes', [97, 98]],
    ['{1: 2}', 'dict', [1]],
    ['{1}', 'set', [1]],
    ['(1,)', 'tuple', [1]],
    ['1', 'int', undefined],
    ['1.0', 'float', undefined],
    ['None', 'NoneType', undefined],
    ['True', 'bool', undefined],
  ]
  for (const [text, type, items] of cases) {
    it(`gives what Python takes from a ${type}`, () => {
      const value = parsePythonLiteral(text)
      expect(pythonTypeName(value)).toBe(type)
      expect(iterate(value)?.map(plain)).toEqual(items)
    })
  }
})
