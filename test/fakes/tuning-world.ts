/** A world whose hosts want tuning, and one host of it with its guests by name. */

import { expect } from 'vitest'
import type { SimHostEvent } from '../../server/simulator/machine/host-events.ts'
import type { World } from '../../server/simulator/world/world.ts'
import type { GuestReading } from '../../shared/model/host-reading.ts'
import { aWorld, hostNamed, vmNamed } from './sim-world.ts'

/** In KiB. */
export const GIB = 1_048_576

export function aTuningWorld() {
  const world = aWorld({ scenario: 'host-tuning' })
  world.advance(30_000)
  return world
}

export const on = (world: World, hostName: string) => {
  const host = hostNamed(world, hostName)
  const side = world.hostSide
  return {
    host,
    id: host.id,
    read: () => side.readHost(host.id),
    guest: (name: string): GuestReading =>
      side.listGuests(host.id).find(guest => guest.name === name) ?? expect.fail(`no ${name}`),
    vmId: (name: string) => vmNamed(world, name).id,
    hear: () => {
      const events: SimHostEvent[] = []
      side.listen(host.id, { onEvent: event => events.push(event), onEnd: () => expect.fail('the host is there') })
      return events
    },
  }
}
