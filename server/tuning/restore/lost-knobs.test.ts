import { describe, expect, it } from 'vitest'
import { createLostKnobs, LOST_MS } from './lost-knobs.ts'

describe('lost knobs', () => {
  it('are given up only after a while', () => {
    const { forGood } = createLostKnobs()
    expect(forGood(['a'], 0)).toEqual([])
    expect(forGood(['a', 'b'], LOST_MS)).toEqual([])
    expect(forGood(['a', 'b'], LOST_MS + 1)).toEqual(['a'])
  })

  it('begin anew when they were found meanwhile', () => {
    const { forGood } = createLostKnobs()
    forGood(['a'], 0)
    forGood([], LOST_MS)
    expect(forGood(['a'], LOST_MS + 1)).toEqual([])
  })
})
