import { describe, expect, it } from 'vitest'
import { isolationOf, patternOf, troublesOf } from './unit-facts.ts'
import { aPlugin, aUnit, aUnitList, ours } from './unit-samples.ts'

describe('the facts of a unit', () => {
  it('tell a part of the service from a plugin with its rights', () => {
    expect(isolationOf(ours)).toBe('builtIn')
    expect(isolationOf(aUnit({ isolation: 'none' }))).toBe('unisolated')
    expect(isolationOf(aUnit({ isolation: 'runtime' }))).toBe('runtime')
  })

  it('find the expression of each property', () => {
    const regex = 'a=^x=[0-9]$;ab=^(yes|no)$'
    expect(patternOf(regex, 'a')).toBe('^x=[0-9]$')
    expect(patternOf(regex, 'ab')).toBe('^(yes|no)$')
    expect(patternOf(regex, 'b')).toBeUndefined()
  })
})

describe('the troubles', () => {
  it('are none when all is well', () => expect(troublesOf(aUnitList())).toEqual([]))

  it('are counted by kind', () => {
    const list = aUnitList({
      units: [aUnit({ state: 'quarantined' })],
      plugins: [aPlugin({ state: 'refused' }), aPlugin({ state: 'refused' }), aPlugin({ state: 'outdated' })],
      missing: [{ name: 'gone', clusters: [] }],
    })
    expect(troublesOf(list)).toEqual([
      { id: 'units.attention.quarantined', count: 1 },
      { id: 'units.attention.refused', count: 2 },
      { id: 'units.attention.outdated', count: 1 },
      { id: 'units.attention.missing', count: 1 },
    ])
  })
})
