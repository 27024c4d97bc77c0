import { describe, expect, it } from 'vitest'
import { fractionProperty, integerProperty, strictIntegerProperty } from './properties.ts'

describe('integerProperty', () => {
  it.each<{ why: string; text: string | undefined; expected: number }>([
    { why: 'reads a number', text: '80', expected: 80 },
    { why: 'reads 0, which is not absent', text: '0', expected: 0 },
    { why: 'reads a sign', text: '-5', expected: -5 },
    { why: 'reads a plus', text: '+5', expected: 5 },
    { why: 'reads leading zeros', text: '000000000080', expected: 80 },
    { why: 'reads the largest', text: '2147483647', expected: 2_147_483_647 },
    { why: 'reads the smallest', text: '-2147483648', expected: -2_147_483_648 },
    { why: 'has a default for one more', text: '2147483648', expected: 7 },
    { why: 'has a default for one less', text: '-2147483649', expected: 7 },
    { why: 'has a default for an absent one', text: undefined, expected: 7 },
    { why: 'has a default for an empty one', text: '', expected: 7 },
    { why: 'has a default for a blank around it', text: ' 80', expected: 7 },
    { why: 'has a default for a fraction', text: '80.0', expected: 7 },
    { why: 'has a default for an exponent', text: '8e1', expected: 7 },
    { why: 'has a default for a word', text: 'high', expected: 7 },
  ])('$why', ({ text, expected }) => {
    expect(integerProperty(text === undefined ? {} : { p: text }, 'p', 7)).toBe(expected)
  })
})

describe('fractionProperty', () => {
  it.each<{ why: string; text: string | undefined; expected: number }>([
    { why: 'reads a fraction', text: '1.5', expected: 1.5 },
    { why: 'reads 0, which is not absent', text: '0', expected: 0 },
    { why: 'reads no digits before the point', text: '.5', expected: 0.5 },
    { why: 'reads no digits after it', text: '2.', expected: 2 },
    { why: 'reads an exponent', text: '25e-1', expected: 2.5 },
    { why: 'reads blanks around it', text: ' 1.5 ', expected: 1.5 },
    { why: 'reads a type suffix', text: '1.5f', expected: 1.5 },
    { why: 'has only the precision of a float', text: '0.1', expected: Math.fround(0.1) },
    { why: 'has a default for an absent one', text: undefined, expected: 7 },
    { why: 'has a default for an empty one', text: ' ', expected: 7 },
    { why: 'has a default for a lone point', text: '.', expected: 7 },
    { why: 'has a default for other notations', text: '0x10', expected: 7 },
    { why: 'has a default for what is no number', text: 'NaN', expected: 7 },
    { why: 'has a default for what no float holds', text: '1e39', expected: 7 },
  ])('$why', ({ text, expected }) => {
    expect(fractionProperty(text === undefined ? {} : { p: text }, 'p', 7)).toBe(expected)
  })
})

describe('strictIntegerProperty', () => {
  it.each<{ why: string; text: string | undefined; expected: number | undefined }>([
    { why: 'reads a number', text: '4096', expected: 4096 },
    { why: 'has a default for an absent one', text: undefined, expected: 7 },
    { why: 'fails for an empty one', text: '', expected: undefined },
    { why: 'fails for a fraction', text: '1.5', expected: undefined },
  ])('$why', ({ text, expected }) => {
    expect(strictIntegerProperty(text === undefined ? {} : { p: text }, 'p', 7)).toBe(expected)
  })
})
