import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import type { World } from './world.ts'

/** Memory and CPU of the hosts, in percent. */
const hostLine = (world: World): string =>
  [...world.state.hosts.values()]
    .map(({ measured: { memoryUsedPercent, cpuUserPercent, cpuSystemPercent } }) => {
      return `${memoryUsedPercent}/${Math.round(cpuUserPercent + cpuSystemPercent)}`
    })
    .join(' ')

/** A change here is a change of the model that everyone who compares runs will notice: it belongs in the changelog. */
describe('five hosts over three minutes', () => {
  it('go as they always went', async () => {
    const world = aWorld({ hosts: 5, vms: 38, scenario: 'affinity-conflict', seed: 7 })
    const lines = [hostLine(world)]
    await world.migrateVm(vmNamed(world, 'mail-01').id, {}, admin(world))
    world.stopVm(vmNamed(world, 'web-03').id, admin(world))
    world.deactivateHost(hostNamed(world, 'host2').id, undefined, admin(world))
    await setImmediate()
    for (let half = 0; half < 6; half++) {
      world.advance(30_000)
      await setImmediate()
      lines.push(hostLine(world))
    }
    const nameOf = (vmId: string | undefined) => world.state.vms.get(vmId ?? '')?.name ?? 'host'
    const startMs = world.now() - 180_000
    const events = world.state.events.map(
      ({ code, atMs, vmId }) => `${(atMs - startMs) / 1_000}s ${code} ${nameOf(vmId)}`,
    )

    expect(lines).toEqual([
      '99/35 56/35 62/33 68/34 56/34',
      '90/33 49/38 71/46 73/35 61/36',
      '90/33 34/30 74/49 77/37 63/39',
      '90/33 20/12 78/52 82/43 63/38',
      '90/33 18/12 78/52 82/42 65/39',
      '90/33 18/11 78/53 82/42 65/38',
      '90/33 18/11 78/53 82/41 65/38',
    ])
    expect(events).toEqual([
      '0s 62 mail-01',
      '0s 33 web-03',
      '0s 620 host',
      '0s 140 build-01', // bound by a rule: it keeps its host from maintenance
      '0s 67 app-02',
      '0s 67 mon-01',
      '0s 67 app-03',
      '0s 67 app-04',
      '0s 67 dns-02',
      '2s 61 web-03',
      '29s 63 mail-01',
      '43s 63 mon-01',
      '45s 63 app-02',
      '60s 140 build-01',
      '87s 63 app-03',
      '90s 63 app-04',
      '101s 63 dns-02',
      '120s 140 build-01',
      '180s 140 build-01',
    ])
  })
})
