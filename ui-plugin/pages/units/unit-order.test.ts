import { describe, expect, it } from 'vitest'
import { inOrder, worstFirst } from './unit-order.ts'
import { aUnit } from './unit-samples.ts'

const ids = (units: readonly { id: string }[]) => units.map(({ id }) => id)

describe('the order of units', () => {
  const ours = aUnit({ id: 'a_ours', kind: 'built-in' })
  const calm = aUnit({ id: 'calm' })
  const warns = aUnit({ id: 'warns', warnings: ['a property is left out'] })
  const broken = aUnit({ id: 'z_broken', state: 'quarantined' })

  it('begins with the worst', () => {
    expect(ids(worstFirst([ours, calm, warns, broken]))).toEqual(['z_broken', 'warns', 'calm', 'a_ours'])
  })

  it('breaks ties by name', () => {
    expect(ids(worstFirst([aUnit({ id: 'b' }), aUnit({ id: 'a' })]))).toEqual(['a', 'b'])
  })

  it('leaves each row where it was, takes removed ones out and puts new ones behind', () => {
    const calmNow = { ...broken, state: 'active' as const }
    expect(ids(inOrder(['z_broken', 'gone', 'calm'], [calm, calmNow, warns]))).toEqual(['z_broken', 'calm', 'warns'])
  })
})
