import { describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import type { World } from './world.ts'

function stopped(world: World) {
  const vm = [...world.state.vms.values()].find(each => each.status === 'down' && each.memoryBytes < 2 ** 31)
  if (vm === undefined) throw new Error('every small VM runs')
  return vm
}

describe('a VM', () => {
  it('starts in stages on the host the engine chose', async () => {
    const world = aWorld()
    const vm = stopped(world)
    await world.startVm(vm.id, {}, admin(world))
    const seen = [vm.status]
    for (let second = 0; second < 30; second++) {
      world.advance(1_000)
      if (seen.at(-1) !== vm.status) seen.push(vm.status)
    }
    expect(seen).toEqual(['wait_for_launch', 'powering_up', 'up'])
    expect(world.state.hosts.get(vm.hostId ?? '')?.clusterId).toBe(vm.clusterId)
    expect(world.state.events.map(({ code }) => code)).toEqual([153, 32])
  })

  it('starts only on the hosts it is given', async () => {
    const world = aWorld()
    const vm = stopped(world)
    const host = hostNamed(world, 'host5')
    await world.startVm(vm.id, { hostIds: [host.id] }, admin(world))
    expect(vm.hostId).toBe(host.id)
  })

  it('is not started where it does not fit', async () => {
    const world = aWorld()
    const vm = stopped(world)
    vm.memoryBytes = 2 ** 40
    await expect(world.startVm(vm.id, {}, admin(world))).rejects.toThrow(/host1 did not satisfy internal filter Memory/)
    expect(vm.status).toBe('down')
  })

  it('is not started twice', async () => {
    const world = aWorld()
    const vm = stopped(world)
    const first = world.startVm(vm.id, {}, admin(world))
    await expect(world.startVm(vm.id, {}, admin(world))).rejects.toThrow(/in progress/)
    await first
    await expect(world.startVm(vm.id, {}, admin(world))).rejects.toThrow(/VM is running/)
  })

  it('sees what the decision before it took', async () => {
    const world = aWorld({ scenario: 'balanced', hosts: 2, vms: 40 })
    const down = [...world.state.vms.values()].filter(({ status }) => status === 'down').slice(0, 2)
    for (const host of world.state.hosts.values()) host.measured.memoryUsedPercent = 10
    const roomBytes = Math.max(...[...world.state.hosts.keys()].map(id => world.maxSchedulingBytes(id)))
    for (const vm of down) vm.memoryBytes = 0.8 * roomBytes
    await Promise.all(down.map(vm => world.startVm(vm.id, {}, admin(world))))
    expect(new Set(down.map(({ hostId }) => hostId)).size).toBe(2)
  })

  it('is off its host once its memory is written away, and starts again from there', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'web-01')
    world.suspendVm(vm.id)
    world.advance(14_999)
    expect(vm.status).toBe('saving_state')
    expect(() => world.suspendVm(vm.id)).toThrow(/not up/)
    world.advance(1)
    expect([vm.status, vm.hostId, vm.load.gotCpuPercent]).toEqual(['suspended', undefined, 0])
    expect(() => world.suspendVm(vm.id)).toThrow(/not running/)
    await world.startVm(vm.id, {}, admin(world))
    world.advance(27_000)
    expect([vm.status, vm.hostId]).toEqual(['up', expect.any(String)])
  })

  const endings = [
    { verb: 'stopVm', seconds: 2, codes: [33, 61] },
    { verb: 'shutdownVm', seconds: 20, codes: [61] },
  ] as const
  for (const { verb, seconds, codes } of endings) {
    it(`is down ${seconds} s after ${verb}`, () => {
      const world = aWorld()
      const vm = vmNamed(world, 'web-01')
      world[verb](vm.id, admin(world))
      world.advance(seconds * 1_000 - 1)
      expect(vm.status).toBe('powering_down')
      world.advance(1)
      expect([vm.status, vm.hostId, vm.load.gotCpuPercent]).toEqual(['down', undefined, 0])
      expect(world.state.events.map(({ code }) => code)).toEqual(codes)
      expect(() => world[verb](vm.id, admin(world))).toThrow(/not running/)
    })
  }
})
