import { describe, expect, it } from 'vitest'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { admin, advanceUntil, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import type { World } from '../world/world.ts'
import type { SimHostEvent } from './host-events.ts'

const GIB = 1_048_576

function aTuningWorld() {
  const world = aWorld({ scenario: 'host-tuning' })
  world.advance(30_000)
  return world
}

const on = (world: World, hostName: string) => {
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

const freeKiB = ({ memory }: ReturnType<ReturnType<typeof on>['read']>) =>
  (memory.freeKiB ?? 0) + (memory.buffersKiB ?? 0) + (memory.cachedKiB ?? 0)

describe('a balloon', () => {
  it('takes from an idle guest what it does not use, and the host has it, by its own word and the engine’s', () => {
    const world = aTuningWorld()
    const { host, id, read, guest, vmId } = on(world, 'host1')
    const before = { free: freeKiB(read()), used: host.measured.memoryUsedPercent }
    world.hostSide.setBalloonTarget(id, vmId('idle-01'), 5 * GIB)
    expect(guest('idle-01').balloon).toMatchObject({ currentKiB: 8 * GIB, targetKiB: 5 * GIB })
    world.advance(30_000)
    expect(guest('idle-01').balloon?.currentKiB).toBe(5 * GIB)
    expect(guest('idle-01').guestMemory).toMatchObject({ totalKiB: 5 * GIB, swapOutKiBPerS: 0, majorFaultsPerS: 0 })
    expect(freeKiB(read()) - before.free).toBeGreaterThan(2.5 * GIB)
    expect(host.measured.memoryUsedPercent).toBeLessThan(before.used - 3)
  })

  it('gives it back, and the guest fills it only slowly', () => {
    const world = aTuningWorld()
    const { id, read, guest, vmId } = on(world, 'host1')
    world.hostSide.setBalloonTarget(id, vmId('idle-01'), 5 * GIB)
    world.advance(30_000)
    const small = freeKiB(read())
    world.hostSide.setBalloonTarget(id, vmId('idle-01'), 8 * GIB)
    world.advance(30_000)
    expect(guest('idle-01').balloon?.currentKiB).toBe(8 * GIB)
    expect(small - freeKiB(read())).toBeLessThan(0.2 * GIB)
    world.advance(6 * 3_600_000)
    expect(small - freeKiB(read())).toBeGreaterThan(2 * GIB)
  })

  it('makes a guest swap that uses what is taken, slowly', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host1')
    world.hostSide.setBalloonTarget(id, vmId('db-01'), 4 * GIB)
    world.advance(20_000)
    const { guestMemory, balloon } = guest('db-01')
    expect(guestMemory?.swapOutKiBPerS).toBeGreaterThan(30_000)
    expect(guestMemory).toMatchObject({ unusedKiB: 0, usableKiB: 0 })
    expect(balloon?.currentKiB).toBeGreaterThan(4 * GIB)
    world.advance(300_000)
    expect(guest('db-01').balloon?.currentKiB).toBe(4 * GIB)
    expect(guest('db-01').guestMemory?.majorFaultsPerS).toBeGreaterThan(0)
  })

  it('never moves without a driver, and nothing is told of that guest’s memory', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host1')
    world.hostSide.setBalloonTarget(id, vmId('appliance-01'), 5 * GIB)
    world.advance(60_000)
    expect(guest('appliance-01').balloon).toMatchObject({ currentKiB: 8 * GIB, targetKiB: 5 * GIB })
    expect(guest('appliance-01').guestMemory).toBeUndefined()
  })

  it('goes along when its VM migrates, as quotas do; pins and counters do not', async () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host2')
    const vm = vmId('render-01')
    world.hostSide.setBalloonTarget(id, vm, 7 * GIB)
    world.hostSide.setCpuTune(id, vm, { quotaUs: 50_000 })
    world.advance(30_000)
    expect(guest('render-01').vcpus[0]?.pinnedTo).toEqual([0, 1])
    const there = on(world, 'host5')
    const [events, eventsThere] = [on(world, 'host2').hear(), there.hear()]
    await world.migrateVm(vm, { hostId: there.id }, admin(world))
    await advanceUntil(world, () => there.host.id === vmNamed(world, 'render-01').hostId)
    const arrived = there.guest('render-01')
    expect(arrived).toMatchObject({ balloon: { currentKiB: 7 * GIB }, cpuTune: { quotaUs: 50_000 } })
    expect(arrived.vcpus[0]?.pinnedTo).toHaveLength(32)
    expect(arrived.vcpus[0]?.timeNs).toBeLessThan(1e9)
    expect(events.at(-1)).toEqual({ kind: 'vm-stopped', vmId: vm, because: 'migration' })
    expect(events.some(({ kind }) => kind === 'migration-progress')).toBe(true)
    expect(eventsThere).toContainEqual({ kind: 'vm-started', vmId: vm, because: 'migration' })
  })
})

/** CPU time that a guest gets in a minute, in percent of one CPU. */
function percentOver(world: World, guest: () => GuestReading): number {
  const before = guest().cpuTimeNs ?? 0
  world.advance(60_000)
  return ((guest().cpuTimeNs ?? 0) - before) / 6e8
}

describe('CPU knobs', () => {
  it('pins end the waiting of VMs that shared one core', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host2')
    const delay = () => guest('render-01').vcpus.reduce((sum, { delayNs = 0 }) => sum + delayNs, 0)
    const render = () => guest('render-01')
    const waited = delay()
    expect(percentOver(world, render)).toBeCloseTo(98.5, 0)
    expect(delay() - waited).toBeGreaterThan(35e9)
    const pins = [8, 10].map((cpu, vcpu) => ({ vcpu, cpuIds: [cpu] }))
    world.hostSide.pinVcpus(id, vmId('render-01'), pins)
    const then = delay()
    expect(percentOver(world, render)).toBeGreaterThan(150)
    expect(delay() - then).toBeLessThan(1e9)
    expect(guest('render-01').vcpus.map(({ onCpuId }) => onCpuId)).toEqual([8, 10])
  })

  it('a quota caps what a VM gets, the rest is waiting; the engine sees it', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host3')
    world.hostSide.setCpuTune(id, vmId('erp-01'), { quotaUs: 20_000, periodUs: 100_000 })
    expect(percentOver(world, () => guest('erp-01'))).toBeCloseTo(160)
    expect(vmNamed(world, 'erp-01').measured.cpuPercentOfCore).toBeCloseTo(160)
    world.hostSide.setCpuTune(id, vmId('erp-01'), { quotaUs: 'unlimited' })
    expect(percentOver(world, () => guest('erp-01'))).toBeGreaterThan(300)
  })

  it('shares divide a core that two VMs want', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host2')
    world.hostSide.setCpuTune(id, vmId('render-01'), { shares: 3_072 })
    const rates = ['render-01', 'render-02'].map(name => guest(name).cpuPercent ?? 0)
    expect((rates[0] ?? 0) / (rates[1] ?? 1)).toBeCloseTo(3, 1)
  })

  it('a paused VM runs no more, and keeps its memory', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host3')
    const resident = guest('erp-01').residentKiB
    world.hostSide.pauseVm(id, vmId('erp-01'), true)
    expect(percentOver(world, () => guest('erp-01'))).toBe(0)
    expect(guest('erp-01')).toMatchObject({ state: 'paused' })
    expect((guest('erp-01').residentKiB ?? 0) / (resident ?? 1)).toBeCloseTo(1, 1)
    world.hostSide.pauseVm(id, vmId('erp-01'), false)
    expect(percentOver(world, () => guest('erp-01'))).toBeGreaterThan(300)
  })
})

describe('KSM', () => {
  it('saves memory over time at the cost of CPU, and both the host and the engine tell', () => {
    const world = aTuningWorld()
    const { id, host, read } = on(world, 'host4')
    const before = freeKiB(read())
    world.hostSide.setKsm(id, { run: 'merge', pagesToScan: 1_250, sleepMs: 10 })
    world.advance(60_000)
    const early = read().ksm?.pagesSharing ?? 0
    world.advance(600_000)
    const { ksm } = read()
    expect(early).toBeGreaterThan(0)
    expect(ksm?.pagesSharing).toBeGreaterThan(early)
    expect(ksm).toMatchObject({ running: true, pagesToScan: 1_250, sleepMs: 10 })
    expect((freeKiB(read()) - before) / (4 * (ksm?.pagesSharing ?? 0))).toBeCloseTo(1, 1)
    expect(ksm?.cpuPercent).toBeCloseTo(20)
    expect(host.measured.ksmCpuPercent).toBeCloseTo(20)
    expect(host.measured.sharedBytes).toBeGreaterThan(4_096 * early)
  })

  it('lets merging across nodes be changed only while nothing is merged', () => {
    const world = aTuningWorld()
    const { id, read } = on(world, 'host4')
    const apart = () => world.hostSide.setKsm(id, { mergeAcrossNodes: false })
    world.hostSide.setKsm(id, { run: 'merge' })
    world.advance(60_000)
    expect(apart).toThrow(/unmerge/)
    world.hostSide.setKsm(id, { mergeAcrossNodes: true, run: 'unmerge' })
    world.advance(60_000)
    apart()
    expect(read().ksm).toMatchObject({ mergeAcrossNodes: false, pagesSharing: 0, running: false })
  })
})

describe('I/O limits', () => {
  it('hold back what is read and written', () => {
    const world = aTuningWorld()
    const { id, guest, vmId } = on(world, 'host3')
    const limit = { device: 'vda', limits: { totalBytesPerS: 1_000_000 } }
    world.hostSide.setIoTune(id, vmId('erp-01'), limit)
    const bytes = () =>
      guest('erp-01').disks.reduce((sum, disk) => sum + (disk.readBytes ?? 0) + (disk.writtenBytes ?? 0), 0)
    const before = bytes()
    world.advance(10_000)
    expect((bytes() - before) / 10_000_000).toBeCloseTo(1)
    expect(guest('erp-01').disks[0]?.limits).toMatchObject({ totalBytesPerS: 1_000_000, totalIops: 'unlimited' })
  })
})

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
