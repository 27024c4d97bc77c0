import { describe, expect, it } from 'vitest'
import { parseWrittenProperties } from './parse-written-properties.ts'
import { textParameters } from './text-parameters.ts'

describe('parseWrittenProperties', () => {
  const read: { text: string; properties: [string, string][] }[] = [
    { text: '', properties: [] },
    { text: 'a=[0-9]+', properties: [['a', '[0-9]+']] },
    {
      text: 'a=1;b_2=x=y;',
      properties: [
        ['a', '1'],
        ['b_2', 'x=y'],
      ],
    },
    { text: 'a=', properties: [['a', '']] },
    {
      text: 'a=1;b=2;a=3',
      properties: [
        ['a', '3'],
        ['b', '2'],
      ],
    },
    { text: 'a= x ', properties: [['a', ' x ']] },
  ]
  it.each(read)('reads "$text"', ({ text, properties }) => {
    expect(parseWrittenProperties(text)).toEqual({ properties: new Map(properties) })
  })
  it.each(['a', ';', 'a=1;;b=2', 'a=1;;', ' a=1', 'a =1', '=1', 'a-b=1', 'a=1; b=2', 'ü=1', 'x'.repeat(99)])(
    'refuses "%s" as the engine does',
    text => {
      const { properties, problem } = parseWrittenProperties(text)
      expect(properties.size).toBe(0)
      expect(problem).toMatch(/^the engine cannot read the property ".{0,41}"; write name=expression/)
    },
  )
})

describe('textParameters', () => {
  const anchored: { regex: string; pattern: string }[] = [
    { regex: '[0-9]+', pattern: '^(?:[0-9]+)$' },
    { regex: '^[0-9]+$', pattern: '^[0-9]+$' },
    { regex: 'yes|no', pattern: '^(yes|no)$' },
    { regex: '', pattern: '^(?:)$' },
    { regex: 'a\\$', pattern: '^(?:a\\$)$' },
  ]
  it.each(anchored)('anchors "$regex"', ({ regex, pattern }) => {
    const { parameters, warnings } = textParameters(new Map([['a', regex]]))
    expect(warnings).toEqual([])
    expect(parameters.a).toMatchObject({ type: 'text', pattern, default: '' })
  })
  it.each(['(', '^yes|no$', '[', '(?i)a', '(?<n>a)', 'a{', '\\pL', 'a;b'])('leaves out "%s" with a warning', regex => {
    const { parameters, warnings } = textParameters(
      new Map([
        ['a', regex],
        ['b', 'b'],
      ]),
      ['x', 'y'],
    )
    expect(parameters).toMatchObject({ b: { default: 'y' } })
    expect(Object.keys(parameters)).toEqual(['b'])
    expect(warnings).toEqual([expect.stringContaining(`the property a is left out: its expression "${regex}"`)])
  })
})
