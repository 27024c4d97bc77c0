import { describe, expect, it } from 'vitest'
import { benchPolicyTexts } from './policy-texts.ts'

describe('fuzzed policies', () => {
  it('end in values or a located error, and in time', () => {
    const { complaints, values, refused } = benchPolicyTexts(20_000, 3)
    expect(complaints).toEqual([])
    expect(values + refused).toBe(20_000)
    expect(values).toBeGreaterThan(100)
  }, 120_000)
})
