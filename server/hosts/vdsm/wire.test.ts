import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'
import { parseCpuList } from '../../../shared/measure/parse-cpu-list.ts'
import { amount, count, list, mibAsKib, number, percent, record, text, vmIdOf } from './wire.ts'

describe('numbers from vdsm', () => {
  const cases: [unknown, number | undefined][] = [
    [1.5, 1.5],
    ['1.36', 1.36],
    ['-1', -1],
    [' 7 ', 7],
    ['1e3', 1000],
    ['', undefined],
    ['0x10', undefined],
    ['1,5', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['9'.repeat(400), undefined],
    ['1e999', undefined],
    // Two of them added are no number any more.
    ['1e308', undefined],
    [1e308, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [true, undefined],
    [['1'], undefined],
    [{}, undefined],
  ]
  for (const [told, expected] of cases) {
    it(`${String(JSON.stringify(told)).slice(0, 30)} is ${expected}`, () => expect(number(told)).toBe(expected))
  }

  it('are bounded by what they count', () => {
    expect([amount('-1'), amount('0')]).toEqual([undefined, 0])
    expect([count('2.4'), count('-1'), count('1e20')]).toEqual([2, undefined, undefined])
    expect([percent('101.5'), percent('-3'), percent('x')]).toEqual([100, 0, undefined])
    expect([mibAsKib('2'), mibAsKib('1e18')]).toEqual([2048, undefined])
  })
})

describe('other values from vdsm', () => {
  it('are what they should be, or nothing', () => {
    expect([record(null), record([1]), record('a')]).toEqual([{}, {}, {}])
    expect(list('abc', 3)).toEqual([])
    expect(() => list([1, 2, 3], 2)).toThrow(expect.objectContaining({ name: 'ProtocolError' }))
    expect([text(''), text(1), text('abc', 2), text('ab', 2)]).toEqual([undefined, undefined, undefined, 'ab'])
    expect(vmIdOf('ABCDEF01-1111-4222-8333-444444444444')).toBe('abcdef01-1111-4222-8333-444444444444')
    expect(vmIdOf('__proto__')).toBeUndefined()
  })
})

describe('lists of CPUs', () => {
  const cases: [string, number[] | undefined][] = [
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['0-3,^2', [0, 1, 3]],
    ['5, 3', [3, 5]],
    ['', undefined],
    ['3-1', undefined],
    ['a', undefined],
    ['1,', undefined],
    ['^1', undefined],
    ['0-99999', undefined],
    ['0-999999999999', undefined],
  ]
  for (const [told, expected] of cases)
    it(`"${told}" is ${expected}`, () => expect(parseCpuList(told)).toEqual(expected))

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 8191 }), { minLength: 1, maxLength: 300 }), ids => {
        expect(parseCpuList(formatCpuList(ids))).toEqual(ids.sort((a, b) => a - b))
      }),
    )
  })
})
