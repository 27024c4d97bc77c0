import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkProgram } from '../../language/check.ts'
import { compileProgram, evaluate } from '../../language/evaluate.ts'
import { policySetNames, readPolicySet } from './default-policies.ts'
import {
  clusterParameters,
  type ParameterKind,
  parametersPolicyName,
  policyParameters,
  writeParameters,
} from './parameters.ts'

const facts = { host: { name: 'Host', samples: [{}] }, guests: [] }
const sample: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(policyParameters).map(([name, kind]) => [
    name,
    kind.kind === 'flag' ? true : kind.kind === 'number' ? kind.max : 'x',
  ]),
)

describe('parameters of policies', () => {
  it('are lines that set variables', () => {
    const given = {
      ...clusterParameters({ ballooning: true, ksm: false, ksmMergeAcrossNodes: true }),
      memoryShortPercent: 12.5,
      migrateAfterRounds: 3,
    }
    expect(writeParameters(given)).toEqual({
      ok: true,
      text: '(set balloonEnabled True)\n(set ksmEnabled False)\n(set ksmMergeAcrossNodes True)\n(set memoryShortPercent 12.5)\n(set migrateAfterRounds 3)',
    })
    expect(writeParameters({ ksmEnabled: 0n, migrateAfterRounds: 3n })).toEqual({
      ok: true,
      text: '(set ksmEnabled False)\n(set migrateAfterRounds 3)',
    })
    expect(writeParameters({})).toEqual({ ok: true, text: '' })
  })

  it.each(policySetNames)('all exist in the policies %s', name => {
    const written = writeParameters(sample)
    if (!written.ok) throw new Error('they cannot be written')
    const files = readPolicySet(name).map(file =>
      file.name === parametersPolicyName ? { ...file, text: written.text } : file,
    )
    expect(files.some(({ text }) => text === written.text)).toBe(true)
    expect(checkProgram(files)).toEqual([])
  })

  it.each(policySetNames)('are all there are in the policies %s: what 00-defines defines can be set', name => {
    const [defines] = readPolicySet(name)
    const defined = [...(defines?.text.matchAll(/\(defvar (\S+)/g) ?? [])].map(([, variable]) => variable)
    expect(defined.filter(variable => variable !== 'True' && variable !== 'False')).toEqual(
      Object.keys(policyParameters),
    )
  })

  const refused: readonly (readonly [given: Record<string, unknown>, code: string, message: string])[] = [
    [
      { balloonEnable: true },
      'unknown-parameter',
      '"balloonEnable" is no parameter of the policies; did you mean balloonEnabled?',
    ],
    [
      { constructor: 1 },
      'unknown-parameter',
      '"constructor" is no parameter of the policies; the parameters are balloonEnabled, ',
    ],
    [{ 'x 1) (set y': 1 }, 'unknown-parameter', '"x 1) (set y" is no parameter'],
    [{ ksmEnabled: null }, 'bad-parameter', 'ksmEnabled must be true or false, not null'],
    [{ ksmEnabled: 'true' }, 'bad-parameter', 'ksmEnabled must be true or false, not "true"'],
    [{ ksmEnabled: 2 }, 'bad-parameter', 'ksmEnabled must be true or false, not 2'],
    [{ ksmEnabled: [1] }, 'bad-parameter', 'ksmEnabled must be true or false, not a list'],
    [{ ksmEnabled: { a: 1 } }, 'bad-parameter', 'not a record'],
    [{ ksmEnabled: 'b'.repeat(100) }, 'bad-parameter', `not "${'b'.repeat(59)}…`],
    [{ ksmEnabled: undefined }, 'bad-parameter', 'not undefined'],
    [{ memoryShortPercent: 0 }, 'bad-parameter', 'memoryShortPercent must be a number from 1 to 100, not 0'],
    [
      { memoryCriticalPercent: Number.NaN },
      'bad-parameter',
      'memoryCriticalPercent must be a number from 0 to 100, not NaN',
    ],
    [{ migrateAfterRounds: 1.5 }, 'bad-parameter', 'migrateAfterRounds must be a whole number from 1 to 1000, not 1.5'],
  ]
  it.each(refused)('%o are refused: %s', (given, code, message) => {
    const written = writeParameters({ balloonEnabled: true, ...given })
    expect(written).toMatchObject({ ok: false, problems: [{ code, parameter: Object.keys(given)[0] }] })
    expect(!written.ok && written.problems[0]?.message).toContain(message)
  })

  it('tell every problem at once', () => {
    const written = writeParameters({ a: 1, ksmEnabled: 5, b: 2 })
    expect(!written.ok && written.problems.map(({ parameter }) => parameter)).toEqual(['a', 'ksmEnabled', 'b'])
  })

  it('have the value that was given, or are refused, whatever it is', () => {
    const known: Record<string, ParameterKind> = { t: { kind: 'text' }, n: { kind: 'number', min: -1e300, max: 1e300 } }
    const hostile = fc.stringMatching(/^["'\\()#\n a\u2028]{0,6}$/)
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), hostile),
        fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
        (t, n) => {
          const written = writeParameters({ t, n }, known)
          if (!written.ok) {
            expect(written.problems.map(({ parameter }) => parameter)).toEqual(['t'])
            expect(t).toMatch(/[\\\p{C}\p{Zl}\p{Zp}]|".*'|'.*"/u)
            return
          }
          const files = [
            { name: '0', text: '(defvar t 0) (defvar n 0)' },
            { name: '1', text: written.text },
            { name: '2', text: 't n' },
          ]
          const values = evaluate(compileProgram(files), facts).values.slice(-2)
          expect(values[0]).toBe(t)
          expect(Number(values[1])).toBe(n === 0 ? 0 : n)
        },
      ),
      { numRuns: 1000 },
    )
  }, 30_000)
})
