import { describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import type { SimVm } from '../world/state.ts'
import type { World } from '../world/world.ts'

const targets = (world: World, vm: SimVm) =>
  world
    .migrationTargets([vm.id])
    .map(id => world.state.hosts.get(id)?.name)
    .sort((a = '', b = '') => a.localeCompare(b))

describe('a rule that only this engine knows', () => {
  const message = 'The licence does not cover it'
  it("refuses the host it is about, in the engine's words", async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'web-01')
    const { id: hostId } = hostNamed(world, 'host4')
    world.faults.addRule({ name: 'Licence', vmId: vm.id, hostId }, message)
    expect(targets(world, vm)).toEqual(['host1', 'host2', 'host5'])
    await expect(world.migrateVm(vm.id, { hostId }, admin(world))).rejects.toMatchObject({
      kind: 'conflict',
      messages: [expect.stringContaining(`The host host4 did not satisfy internal filter Licence because ${message}.`)],
    })
    await world.migrateVm(vm.id, {}, admin(world))
    expect(vm.migration?.toHostId).not.toBe(hostId)
  })

  it('keeps a VM from starting', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'web-01')
    world.faults.addRule({ name: 'Licence', vmId: vm.id }, message)
    world.stopVm(vm.id, admin(world))
    world.advance(10_000)
    await expect(world.startVm(vm.id, {}, admin(world))).rejects.toMatchObject({
      messages: [expect.stringContaining('did not satisfy internal filter Licence')],
    })
  })

  it('says nothing of other VMs, and ends when it is cleared', () => {
    const world = aWorld()
    const [vm, other] = [vmNamed(world, 'web-01'), vmNamed(world, 'mon-01')]
    world.faults.addRule({ name: 'Licence', vmId: vm.id }, message)
    expect([targets(world, vm).length, targets(world, other).length > 0]).toEqual([0, true])
    world.faults.clear()
    expect(targets(world, vm)).toHaveLength(4)
  })
})
