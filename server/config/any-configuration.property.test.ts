import { describe, expect, it } from 'vitest'
import { configDoor } from '../../test/fuzz/config-door.ts'
import { knockAt } from '../../test/fuzz/door.ts'

describe('any configuration', { timeout: 120_000 }, () => {
  it('is read, or refused in words that keep the password', async () => {
    const door = await configDoor()
    try {
      const counts = await knockAt(door, 150)
      // Neither all of one kind, which would say that the inputs test nothing.
      expect(Object.keys(counts).length).toBeGreaterThan(1)
    } finally {
      await door.close()
    }
  })
})
