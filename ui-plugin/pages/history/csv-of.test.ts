import { describe, expect, it } from 'vitest'
import { type Cell, csvOf } from './csv-of.ts'

describe('csvOf', () => {
  const cells: { why: string; cell: Cell; csv: string }[] = [
    { why: 'a plain text', cell: 'db-07', csv: 'db-07' },
    { why: 'nothing', cell: undefined, csv: '' },
    { why: 'a number, below zero too', cell: -17.5, csv: '-17.5' },
    { why: 'a comma', cell: 'a,b', csv: '"a,b"' },
    { why: 'a quotation mark', cell: 'the "old" one', csv: '"the ""old"" one"' },
    { why: 'a line end', cell: 'a\nb', csv: '"a\nb"' },
    { why: 'a formula', cell: '=1+1', csv: "'=1+1" },
    { why: 'a formula that begins with a plus', cell: '+1', csv: "'+1" },
    { why: 'a formula that begins with a minus', cell: '-1', csv: "'-1" },
    { why: 'a formula that begins with an at sign', cell: '@SUM(A1)', csv: "'@SUM(A1)" },
    { why: 'a formula behind a tab', cell: '\t=1', csv: "'\t=1" },
    { why: 'a formula behind a line end', cell: '\r=1', csv: '"\'\r=1"' },
    { why: 'a formula with what must be quoted', cell: '=A1,"x"', csv: '"\'=A1,""x"""' },
    { why: 'a sign that is not the first', cell: 'a=1', csv: 'a=1' },
  ]
  it.each(cells)('writes $why', ({ cell, csv }) => expect(csvOf([[cell, 'x']])).toBe(`${csv},x\r\n`))

  it('ends each row with a line end of its own', () =>
    expect(
      csvOf([
        ['a', 'b'],
        [1, 2],
      ]),
    ).toBe('a,b\r\n1,2\r\n'))

  it('writes nothing for no rows', () => expect(csvOf([])).toBe(''))
})
