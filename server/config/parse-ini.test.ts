import { describe, expect, it } from 'vitest'
import { parseIni } from './parse-ini.ts'

const read = (text: string) => {
  const { entries, problems } = parseIni(text)
  expect(problems).toEqual([])
  return entries.map(({ section, key, value }) => [section, key, value])
}

describe('parseIni', () => {
  // Each as Python's configparser reads it.
  const rows: readonly (readonly [why: string, text: string, entries: string[][]])[] = [
    [
      'both separators',
      '[a]\nx: 1\ny = 2\nz=3',
      [
        ['a', 'x', '1'],
        ['a', 'y', '2'],
        ['a', 'z', '3'],
      ],
    ],
    [
      'the first separator counts',
      '[a]\nx = 1:2=3\ny: b = c',
      [
        ['a', 'x', '1:2=3'],
        ['a', 'y', 'b = c'],
      ],
    ],
    ['keys in small letters, values and sections as they are', '[A b]\nX-Y: Zz', [['A b', 'x-y', 'Zz']]],
    [
      'comments at the beginning of lines',
      '# a\n[a]\n ; b\nx: 1 # no comment ; nor this',
      [['a', 'x', '1 # no comment ; nor this']],
    ],
    [
      'nothing as a value',
      '[a]\nx:\ny =',
      [
        ['a', 'x', ''],
        ['a', 'y', ''],
      ],
    ],
    [
      'lines that go on',
      '[a]\nx: 1,\n  2,\n\t3\ny: 4',
      [
        ['a', 'x', '1,\n2,\n3'],
        ['a', 'y', '4'],
      ],
    ],
    [
      '… over comments and empty lines',
      '[a]\nx: 1\n# c\n\n  2\n\ny: 3',
      [
        ['a', 'x', '1\n\n2'],
        ['a', 'y', '3'],
      ],
    ],
    [
      'sections and keys that are indented alike',
      '  [a]\n  x: 1\n  y: 2',
      [
        ['a', 'x', '1'],
        ['a', 'y', '2'],
      ],
    ],
    ['percent signs as they are', '[a]\nx: %(name)s.agent %%', [['a', 'x', '%(name)s.agent %%']]],
    ['a colon in a section', '[Collector: A]\nb: c', [['Collector: A', 'b', 'c']]],
    ['line ends of Windows and a byte order mark', '\uFEFF[a]\r\nx: 1\r\n', [['a', 'x', '1']]],
    ['names of JavaScript’s own', '[__proto__]\nconstructor: 1', [['__proto__', 'constructor', '1']]],
  ]
  it.each(rows)('reads %s', (_why, text, entries) => expect(read(text)).toEqual(entries))

  it('tells sections with their lines, empty ones too', () => {
    expect(parseIni('[a]\n\n[b]\nx: 1')).toMatchObject({
      sections: [
        { name: 'a', line: 1 },
        { name: 'b', line: 3 },
      ],
      entries: [{ section: 'b', line: 4 }],
    })
  })

  const refused: readonly (readonly [why: string, text: string, line: number, message: string])[] = [
    ['a value before any section', 'x: 1\n[a]', 1, 'x stands before the first section'],
    ['a line without a separator', '[a]\nword', 2, '"word" is no "key: value"'],
    ['a line without a key', '[a]\n: 1', 2, '": 1" is no "key: value"'],
    ['a key that is there twice', '[a]\nx: 1\nX = 2', 3, 'x is already set in line 2'],
    ['a section that is there twice', '[a]\nx: 1\n[b]\n[a]\ny: 2', 4, '[a] is already there in line 1'],
  ]
  it.each(refused)('refuses %s', (_why, text, line, message) => {
    expect(parseIni(text).problems).toMatchObject([{ line, message }])
  })

  it('keeps the first of two values', () => {
    expect(parseIni('[a]\nx: 1\nx: 2\n  3').entries).toMatchObject([{ key: 'x', value: '1' }])
  })

  it('takes a long file in a moment', () => {
    const startedMs = performance.now()
    const lines = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`)
    expect(parseIni(`[a]\n${lines.join('\n')}`).entries).toHaveLength(100_000)
    expect(performance.now() - startedMs).toBeLessThan(3_000)
  })
})
