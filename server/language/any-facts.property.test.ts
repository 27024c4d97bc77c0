import { describe, expect, it } from 'vitest'
import { knockAt } from '../../test/fuzz/door.ts'
import { factsDoor } from '../../test/fuzz/facts-door.ts'

describe('any facts, and any snapshot from a file', { timeout: 120_000 }, () => {
  it('end in values or an error that says what is wrong', async () => {
    const door = await factsDoor()
    try {
      const counts = await knockAt(door, 100)
      // Neither all of one kind, which would say that the inputs test nothing.
      expect(Object.keys(counts).length).toBeGreaterThan(1)
    } finally {
      await door.close()
    }
  })
})
