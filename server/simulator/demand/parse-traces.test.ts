import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseTraces, TraceFileError } from './parse-traces.ts'

const parse = (text: string) => parseTraces(gzipSync(text))

describe('parseTraces', () => {
  it('reads a row per VM, with either kind of line end', () => {
    expect(parse('a,0,50,100\r\nb,1,2,3\n')).toEqual([
      { name: 'a', percents: Uint8Array.of(0, 50, 100) },
      { name: 'b', percents: Uint8Array.of(1, 2, 3) },
    ])
  })

  const refused = [
    { why: 'a percent above 100', text: 'a,1,2\nb,1,101\n', says: /line 2: sample 2 is "101"/ },
    { why: 'a fraction', text: 'a,1.5,2\n', says: /line 1: sample 1 is "1.5"/ },
    { why: 'a negative number', text: 'a,1,-2\n', says: /line 1: sample 2 is "-2"/ },
    { why: 'an empty cell', text: 'a,1,,2\n', says: /line 1: sample 2 is ""/ },
    { why: 'a shorter row', text: 'a,1,2\n\nb,1\n', says: /line 3: 1 samples where the first row has 2/ },
    { why: 'a row without a name', text: ',1,2\n', says: /line 1: the name is missing/ },
    { why: 'a name alone', text: 'a\n', says: /line 1: no samples/ },
    { why: 'nothing at all', text: '\n', says: /holds no rows/ },
  ]
  for (const { why, text, says } of refused) {
    it(`refuses ${why}`, () => {
      expect(() => parse(text)).toThrow(TraceFileError)
      expect(() => parse(text)).toThrow(says)
    })
  }

  it('refuses what is not gzip', () => {
    expect(() => parseTraces(new TextEncoder().encode('a,1,2\n'))).toThrow(/not gzipped/)
  })

  it('names the first ten bad lines and no more', () => {
    const bad = Array.from({ length: 50 }, () => 'a,x').join('\n')
    expect(() => parse(bad)).toThrow(expect.objectContaining({ problems: expect.objectContaining({ length: 10 }) }))
  })
})
