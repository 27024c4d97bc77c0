import { describe, expect, it } from 'vitest'
import { knockAt } from '../../test/fuzz/door.ts'
import { xmlRpcDoor } from '../../test/fuzz/xml-rpc-door.ts'

describe('any bytes for the XML-RPC door, however they are sent', { timeout: 120_000 }, () => {
  it('get an answer or an end, and the door stays open', async () => {
    const door = await xmlRpcDoor()
    try {
      const counts = await knockAt(door, 120)
      // Neither all of one kind, which would say that the inputs test nothing.
      expect(Object.keys(counts).length).toBeGreaterThan(2)
    } finally {
      await door.close()
    }
  })
})
