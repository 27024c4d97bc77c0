import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integerRangeRegex } from './integer-range-regex.ts'

describe('integerRangeRegex', () => {
  const cases = [
    { min: 0, max: 9, regex: '^[0-9]{1,1}$' },
    { min: 0, max: 9_999_999, regex: '^[0-9]{1,7}$' },
    { min: 7, max: 123, regex: '^([7-9]|[1-9][0-9]|1[0-1][0-9]|12[0-3])$' },
    { min: 5, max: 5, regex: '^(5)$' },
    { min: -3, max: 2, regex: '^(-[1-3]|[0-2])$' },
  ]
  for (const { min, max, regex } of cases) {
    it(`writes ${min}..${max} as ${regex}`, () => expect(integerRangeRegex(min, max)).toBe(regex))
  }

  it('accepts exactly the integers of its range', () => {
    const range = fc.tuple(fc.integer({ min: -2_000, max: 2_000_000 }), fc.integer({ min: -2_000, max: 2_000_000 }))
    fc.assert(
      fc.property(range, fc.integer({ min: -3_000, max: 3_000_000 }), ([a, b], value) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)]
        const regex = new RegExp(integerRangeRegex(min, max))
        for (const edge of [value, min - 1, min, max, max + 1]) {
          expect(regex.test(String(edge))).toBe(edge >= min && edge <= max)
        }
      }),
    )
  })

  it('accepts nothing but digits', () => {
    const regex = new RegExp(integerRangeRegex(0, 100))
    for (const text of ['', ' 5', '5 ', '5.0', '0x5', '007', '٣']) expect(regex.test(text)).toBe(false)
  })
})
