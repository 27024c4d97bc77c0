import { describe, expect, it } from 'vitest'
import { admin, advanceUntil, aWorld, hostNamed } from '../../../test/fakes/sim-world.ts'

const hostCodes = [13, 15, 16, 600, 620]

describe('a host', () => {
  it('is drained into maintenance and comes back', async () => {
    const world = aWorld()
    const host = hostNamed(world, 'host4')
    world.deactivateHost(host.id, 'new disks', admin(world))
    expect(host.status).toBe('preparing_for_maintenance')
    await advanceUntil(world, () => host.status === 'maintenance', 1_800)
    expect(world.hostVmCounts(host.id).total).toBe(0)

    world.activateHost(host.id, admin(world))
    expect(host.status).toBe('unassigned')
    world.advance(5_000)
    expect(host.status).toBe('up')
    const codes = world.state.events.map(({ code }) => code)
    expect(codes.filter(code => hostCodes.includes(code))).toEqual([600, 15, 16, 13])
    expect(codes.filter(code => code === 67)).toHaveLength(codes.filter(code => code === 63).length)
  })

  it('passes on the storage pool', () => {
    const world = aWorld()
    const host = hostNamed(world, 'host1')
    expect(host.isSpm).toBe(true)
    world.deactivateHost(host.id, undefined, admin(world))
    expect([...world.state.hosts.values()].filter(({ isSpm }) => isSpm)).toEqual([hostNamed(world, 'host2')])
    expect(world.state.events.map(({ code }) => code)).toContain(620)
  })

  it('stays up while VMs are pinned to it', () => {
    const world = aWorld()
    const host = hostNamed(world, 'host3')
    expect(() => world.deactivateHost(host.id, undefined, admin(world))).toThrow(/pinned VMs.*probe-01/)
    expect(host.status).toBe('up')
  })

  it('waits in preparation for VMs that fit nowhere', async () => {
    const world = aWorld({ hosts: 1, vms: 12 })
    const host = hostNamed(world, 'host1')
    for (const vm of world.state.vms.values()) vm.placement = 'migratable'
    world.deactivateHost(host.id, undefined, admin(world))
    await advanceUntil(world, () => world.now() > 0, 1)
    world.advance(60_000)
    expect(host.status).toBe('preparing_for_maintenance')
    world.activateHost(host.id, admin(world))
    expect(host.status).toBe('up')
    expect(() => world.activateHost(host.id, admin(world))).toThrow(/already up/)
  })
})
