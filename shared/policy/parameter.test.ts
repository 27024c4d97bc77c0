import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boolean, choice, integer, type Parameter, parameterRegex, parseParameter } from './parameter.ts'

const described = { label: 'L', help: 'H' }
const limit = integer({ ...described, min: 0, max: 9_999_999, default: 500, unit: 'MiB' })
const flag = boolean({ ...described, default: true })
const mode = choice({ ...described, choices: ['fast', 'a.b'], default: 'fast' })

describe('parseParameter', () => {
  const read: { parameter: Parameter; text: string | undefined; value: number | boolean | string }[] = [
    { parameter: limit, text: undefined, value: 500 },
    { parameter: limit, text: '', value: 500 },
    { parameter: limit, text: '  ', value: 500 },
    { parameter: limit, text: '0', value: 0 },
    { parameter: limit, text: ' 0042 ', value: 42 },
    { parameter: limit, text: '9999999', value: 9_999_999 },
    { parameter: flag, text: undefined, value: true },
    { parameter: flag, text: 'False', value: false },
    { parameter: flag, text: 'TRUE', value: true },
    { parameter: mode, text: 'a.b', value: 'a.b' },
  ]
  for (const { parameter, text, value } of read) {
    it(`reads ${JSON.stringify(text)} as ${parameter.type} ${value}`, () => {
      expect(parseParameter(parameter, text)).toEqual({ ok: true, value })
    })
  }

  const refused: { parameter: Parameter; text: string; problem: string }[] = [
    ...['-1', '10000000', '5.0', '1e3', '0x10', '5 MiB', '٣', '99999999999999999999'].map(text => ({
      parameter: limit,
      text,
      problem: `must be a whole number from 0 to 9999999 MiB, not "${text}"`,
    })),
    { parameter: flag, text: '0', problem: 'must be true or false, not "0"' },
    { parameter: flag, text: 'yes', problem: 'must be true or false, not "yes"' },
    { parameter: mode, text: 'Fast', problem: 'must be one of fast, a.b, not "Fast"' },
  ]
  for (const { parameter, text, problem } of refused) {
    it(`refuses "${text}" as ${parameter.type}`, () => {
      expect(parseParameter(parameter, text)).toEqual({ ok: false, problem })
    })
  }
})

describe('parameterRegex', () => {
  it('writes booleans and choices in the form the engine shows as a list', () => {
    expect(parameterRegex(flag)).toBe('^(true|false|True|False)$')
    expect(parameterRegex(mode)).toBe('^(fast|a\\.b)$')
  })

  it('lets through only what the parser reads, so the engine cannot store a value that we replace', () => {
    const text = fc.oneof(fc.string(), fc.integer().map(String), fc.constantFrom('True', 'false', 'fast', 'a.b', 'axb'))
    fc.assert(
      fc.property(fc.constantFrom<Parameter>(limit, flag, mode), text, (parameter, given) => {
        if (new RegExp(parameterRegex(parameter)).test(given)) expect(parseParameter(parameter, given).ok).toBe(true)
      }),
    )
  })
})
