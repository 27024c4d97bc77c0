import { describe, expect, it } from 'vitest'
import { knockAt } from '../../test/fuzz/door.ts'
import { restDoor } from '../../test/fuzz/rest-door.ts'

describe('any request of the OpenAPI document, sound or not', { timeout: 120_000 }, () => {
  it('is answered as documented, and never by a defect', async () => {
    const door = await restDoor()
    try {
      const counts = await knockAt(door, 150)
      // Neither all of one kind, which would say that the inputs test nothing.
      expect(Object.keys(counts).length).toBeGreaterThan(4)
    } finally {
      await door.close()
    }
  })
})
