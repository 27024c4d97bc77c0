import { describe, expect, it } from 'vitest'
import { knockAt } from '../../test/fuzz/door.ts'
import { hostDoor } from '../../test/fuzz/host-door.ts'

describe('a host that says anything', { timeout: 120_000 }, () => {
  it('is understood or refused, without a figure that cannot be', async () => {
    const door = await hostDoor()
    try {
      const counts = await knockAt(door, 300)
      // Neither all of one kind, which would say that the inputs test nothing.
      expect(Object.keys(counts).length).toBeGreaterThan(1)
    } finally {
      await door.close()
    }
  })
})
