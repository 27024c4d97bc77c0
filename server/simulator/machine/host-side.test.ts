import { describe, expect, it } from 'vitest'
import { admin } from '../../../test/fakes/sim-world.ts'
import { aTuningWorld, GIB, on } from '../../../test/fakes/tuning-world.ts'
import type { World } from '../world/world.ts'

describe('a host', () => {
  const missing = 'ffffffff-0000-4000-8000-ffffffffffff'
  const side = (world: World) => ({ ...on(world, 'host3'), knobs: world.hostSide })
  type Side = ReturnType<typeof side>
  const refusals: readonly Readonly<{ why: string; code: string; ask: (side: Side, vm: string) => void }>[] = [
    {
      why: 'a balloon above its maximum',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setBalloonTarget(id, vm, 17 * GIB),
    },
    {
      why: 'a balloon below the guarantee',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setBalloonTarget(id, vm, 7 * GIB),
    },
    {
      why: 'a quota too small',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setCpuTune(id, vm, { quotaUs: 999 }),
    },
    {
      why: 'a period too long',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setCpuTune(id, vm, { periodUs: 1_000_001 }),
    },
    {
      why: 'shares too few',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setCpuTune(id, vm, { shares: 1 }),
    },
    {
      why: 'a vCPU that is not there',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.pinVcpus(id, vm, [{ vcpu: 8, cpuIds: [0] }]),
    },
    {
      why: 'a CPU that is not there',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.pinVcpus(id, vm, [{ vcpu: 0, cpuIds: [32] }]),
    },
    {
      why: 'a disk that is not there',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setIoTune(id, vm, { device: 'vdz', limits: {} }),
    },
    {
      why: 'a total beside a part of it',
      code: 'host-refused',
      ask: ({ knobs, id }, vm) => knobs.setIoTune(id, vm, { device: 'vda', limits: { totalIops: 5, readIops: 5 } }),
    },
    { why: 'to resume what runs', code: 'host-refused', ask: ({ knobs, id }, vm) => knobs.pauseVm(id, vm, false) },
    { why: 'a VM of nobody', code: 'host-no-such-vm', ask: ({ knobs, id }) => knobs.pauseVm(id, missing, true) },
    {
      why: 'a VM of another host',
      code: 'host-no-such-vm',
      ask: ({ knobs, id, vmId }) => knobs.setCpuTune(id, vmId('render-01'), { shares: 100 }),
    },
    { why: 'what is asked of no host', code: 'no-such-host', ask: ({ knobs }) => knobs.readHost(missing) },
  ]
  for (const { why, code, ask } of refusals) {
    it(`refuses ${why}`, () => {
      const world = aTuningWorld()
      const there = side(world)
      const before = there.guest('erp-01')
      expect(() => ask(there, there.vmId('erp-01'))).toThrow(expect.objectContaining({ code }))
      expect(there.guest('erp-01')).toEqual(before)
    })
  }

  it('is known by its id, its name and its address', () => {
    const world = aTuningWorld()
    const { id } = on(world, 'host1')
    const { name = '', address = '' } = world.state.hosts.get(id) ?? {}
    const read = world.hostSide.readHost(id)
    expect([name, address].map(called => world.hostSide.readHost(called))).toEqual([read, read])
  })

  it('is silent when it is down, and its listeners are told at the next poll', () => {
    const world = aTuningWorld()
    const { id } = on(world, 'host1')
    let ended = 0
    world.hostSide.listen(id, { onEvent: () => undefined, onEnd: () => ended++ })
    world.edit(({ hosts }) => {
      const host = hosts.get(id)
      if (host) host.status = 'non_responsive'
    })
    expect(() => world.hostSide.readHost(id)).toThrow(expect.objectContaining({ code: 'host-unreachable' }))
    world.advance(15_000)
    expect(ended).toBe(1)
  })

  it('swaps when guests hold more than it has', () => {
    const world = aTuningWorld()
    const { id, read } = on(world, 'host1')
    world.edit(({ hosts }) => {
      const host = hosts.get(id)
      if (host) host.memoryBytes *= 0.8
    })
    const { memory, swap } = read()
    const residents = world.hostSide.listGuests(id).reduce((sum, { residentKiB = 0 }) => sum + residentKiB, 0)
    expect(memory).toMatchObject({ freeKiB: 0, availableKiB: 0, cachedKiB: 0 })
    expect(residents).toBeLessThan(memory.totalKiB)
    expect(swap?.freeKiB).toBeLessThan((swap?.totalKiB ?? 0) - 5 * GIB)
  })

  it('lists a VM that arrives or is being started, and lets nothing be done to it yet', async () => {
    const world = aTuningWorld()
    const [there, from] = [on(world, 'host5'), on(world, 'host2')]
    const [arriving, down] = [from.vmId('mon-01'), [...world.state.vms.values()].find(vm => vm.status === 'down')]
    await world.migrateVm(arriving, { hostId: there.id }, admin(world))
    await world.startVm(down?.id ?? '', { hostIds: [there.id] }, admin(world))
    world.advance(1_000)
    expect(there.guest('mon-01')).toMatchObject({ state: 'incoming', vcpus: [] })
    expect(there.guest(down?.name ?? '')).toMatchObject({ state: 'starting', vcpus: [] })
    expect(from.guest('mon-01')).toMatchObject({ state: 'migrating', migrationPercent: 0 })
    for (const vmId of [arriving, down?.id ?? ''])
      expect(() => world.hostSide.setCpuTune(there.id, vmId, { shares: 9 })).toThrow(
        expect.objectContaining({ code: 'host-busy' }),
      )
  })

  it('tells of starts and stops, balloons and knobs', async () => {
    const world = aTuningWorld()
    const { id, hear, vmId } = on(world, 'host3')
    const events = hear()
    const vm = vmId('erp-01')
    world.hostSide.setCpuTune(id, vm, { shares: 512 })
    world.hostSide.setBalloonTarget(id, vm, 15 * GIB)
    world.advance(15_000)
    world.stopVm(vm, admin(world))
    world.advance(15_000)
    await world.startVm(vm, { hostIds: [id] }, admin(world))
    expect(events).toEqual([
      { kind: 'tuned', vmId: vm, names: ['cpu'] },
      { kind: 'balloon-changed', vmId: vm, currentKiB: 15 * GIB },
      { kind: 'vm-stopped', vmId: vm },
      { kind: 'vm-started', vmId: vm },
    ])
    world.advance(60_000)
    const again = on(world, 'host3').guest('erp-01')
    expect(again).toMatchObject({ cpuTune: { shares: 1_024 }, balloon: { currentKiB: 16 * GIB } })
    expect(again.vcpus[0]?.pinnedTo).toHaveLength(32)
  })
})
