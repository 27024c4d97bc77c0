import { describe, expect, it } from 'vitest'
import { knockAt } from '../../test/fuzz/door.ts'
import { engineDoor } from '../../test/fuzz/engine-door.ts'

describe('an engine that answers anything', { timeout: 120_000 }, () => {
  it('is read as far as it can be, or fails in words; what is read can be worked with', async () => {
    const door = await engineDoor()
    try {
      const counts = await knockAt(door, 80)
      // Neither all of one kind, which would say that the inputs test nothing.
      expect(Object.keys(counts).length).toBeGreaterThan(2)
    } finally {
      await door.close()
    }
  })
})
