/** parsePythonLiteral against the real one: Python's own ast.literal_eval. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptedLiterals, readHere, refusedLiterals } from '../../../test/fakes/python-literals.ts'
import { oddPythonTexts, pythonText } from '../../../test/fakes/python-texts.ts'

/** What plain() of the tables gives, of Python's own answer; null in place of an answer when it raises. */
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

describe('parsePythonLiteral', () => {
  // Older ones nest less deep and know no set().
  it.skipIf(pythonMinor < 9)(
    'answers as ast.literal_eval does',
    () => {
      const generated = fc.sample(pythonText, 600).filter(text => text.isWellFormed())
      const texts = [...acceptedLiterals, ...refusedLiterals].map(([text]) => text).concat(oddPythonTexts, generated)
      const answers = literalEval(texts)
      expect(texts.map(text => ({ text, answer: readHere(text) }))).toEqual(
        texts.map((text, index) => ({ text, answer: answers[index] })),
      )
    },
    30_000,
  )
})
