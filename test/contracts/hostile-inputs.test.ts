import { describe, expect, it } from 'vitest'
import { benchHostile } from '../bench/hostile.ts'

/** A sample of what `npm run bench -- hostile` sends a hundred thousand of. */
const COUNT = 2_000

describe('hostile documents and hostile answers of plugins', { timeout: 120_000 }, () => {
  it('are each answered by a result or a clear error, and the service stays itself', async () => {
    const { inputs, results, faults, unanswered } = await benchHostile(COUNT, Number(process.env.PROPERTY_SEED ?? 7))
    expect(unanswered).toEqual([])
    expect(inputs).toBe(COUNT)
    // Neither is all of one kind, which would say that the inputs test nothing.
    expect(Math.min(results, faults)).toBeGreaterThan(COUNT / 50)
  })
})
