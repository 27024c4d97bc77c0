import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boolean, choice, integer, parameterRegex } from '../../shared/policy/parameter.ts'
import { portableRegexProblem } from './portable-regex.ts'

describe('portableRegexProblem', () => {
  const portable = [
    '^[0-9]{1,7}$',
    '^(true|false)$',
    '^(?:a|b)+?c*$',
    '^(?=.*\\d)[\\w.\\-]{3,}$',
    '^-?(0|[1-9][0-9]*)$',
    '^[^&x]\\u0041\\.$',
    '^\\$$',
    '^$',
  ]
  for (const regex of portable) it(`lets ${regex} through`, () => expect(portableRegexProblem(regex)).toBeUndefined())

  const refused = [
    { regex: '[0-9]*', problem: 'not anchored' },
    { regex: '^a\\$', problem: 'not anchored' },
    { regex: '^a|b$', problem: 'alternatives outside a group' },
    { regex: '^a;b$', problem: ';' },
    { regex: '^(a$', problem: 'no regular expression' },
    { regex: '^{0-99}$', problem: 'Java' },
    { regex: '^a++$', problem: 'regular expression' },
    { regex: '^[a-z&&[^b]]$', problem: 'Java' },
    { regex: '^[a&&b]$', problem: 'Java' },
    { regex: '^[[]$', problem: 'Java' },
    { regex: '^a]$', problem: 'Java' },
    { regex: '^(?<=a)b$', problem: 'Java' },
    { regex: '^(?<n>a)$', problem: 'Java' },
    { regex: '^(a)\\1$', problem: 'Java' },
    { regex: '^\\bx$', problem: 'Java' },
    { regex: '^\\s$', problem: 'Java' },
    { regex: '^\\p$', problem: 'Java' },
    { regex: '^[\\s]$', problem: 'Java' },
    { regex: '^[]$', problem: 'Java' },
    { regex: '^a^b$', problem: 'Java' },
  ]
  for (const { regex, problem } of refused) {
    it(`refuses ${regex}`, () => expect(portableRegexProblem(regex)).toContain(problem))
  }

  it('lets every expression through that we derive from a parameter', () => {
    const described = { label: 'L', help: 'H' }
    const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 6 }).filter(text => !text.includes(';'))
    const parameter = fc.oneof(
      fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => {
        return integer({ ...described, min: Math.min(a, b), max: Math.max(a, b), default: a })
      }),
      fc.constant(boolean({ ...described, default: true })),
      fc.array(word, { minLength: 1, maxLength: 4 }).map(choices => choice({ ...described, choices, default: '' })),
    )
    fc.assert(
      fc.property(parameter, given => {
        expect(portableRegexProblem(parameterRegex(given))).toBeUndefined()
      }),
    )
  })
})
