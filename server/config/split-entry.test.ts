import { describe, expect, it } from 'vitest'
import { splitEntry } from './split-entry.ts'

describe('splitEntry', () => {
  it.each([
    { entry: 'Prod=off', parts: ['Prod', 'off'] },
    { entry: ' My cluster \t= a = b ', parts: ['My cluster', 'a = b'] },
    { entry: 'Prod', parts: undefined },
    { entry: '=off', parts: undefined },
    { entry: 'Prod= ', parts: undefined },
    { entry: '', parts: undefined },
  ])('divides "$entry"', ({ entry, parts }) => expect(splitEntry(entry)).toEqual(parts))

  it('takes no time for an entry of blanks', () => {
    const startedMs = performance.now()
    expect(splitEntry(`a${' '.repeat(300_000)}b`)).toBeUndefined()
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })
})
