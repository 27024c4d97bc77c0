import { describe, expect, it } from 'vitest'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { admin, advanceUntil, vmNamed } from '../../../test/fakes/sim-world.ts'
import { aTuningWorld, GIB, on } from '../../../test/fakes/tuning-world.ts'
import type { World } from '../world/world.ts'

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

describe('MOM on a simulated host', () => {
  it('is told where it runs, and takes another policy there', () => {
    const world = aTuningWorld()
    const { id, read } = on(world, 'host3')
    expect([read().momActive, world.hostSide.momPolicy(id)]).toEqual([true, undefined])
    world.hostSide.takeKnobsFromMom(id, '0')
    world.advance(60_000)
    expect([read().momActive, world.hostSide.momPolicy(id)]).toEqual([true, '0'])
  })

  it('is not told where it does not run, and has no knobs to take', () => {
    const world = aTuningWorld()
    const { id, read } = on(world, 'host1')
    expect(read()).not.toHaveProperty('momActive')
    expect(() => world.hostSide.takeKnobsFromMom(id, '0')).toThrow(
      expect.objectContaining({ code: 'host-unsupported' }),
    )
  })
})

describe('what a simulated host tells of memory that is short', () => {
  it('is in pages swapped, anonymous memory, and what could be merged at most', () => {
    const world = aTuningWorld()
    const { id, host, read, guest, vmId } = on(world, 'host1')
    const before = read()
    expect(before.swap).toMatchObject({ inPages: 0, outPages: 0 })
    const { anonymousKiB = 0, totalKiB, availableKiB = 0 } = before.memory
    expect(anonymousKiB).toBeGreaterThan(0.8 * totalKiB)
    expect(anonymousKiB).toBeLessThan(totalKiB - availableKiB)
    expect(before.ksm?.shareableKiB).toBeGreaterThan(64 * GIB)
    world.edit(() => {
      host.memoryBytes *= 0.8
    })
    world.advance(60_000)
    const { freeKiB = 0, totalKiB: swapKiB = 0, inPages = 0, outPages = 0 } = read().swap ?? {}
    expect(outPages * 4).toBeGreaterThan(swapKiB - freeKiB)
    expect(inPages).toBeGreaterThan(0)
    world.hostSide.setBalloonTarget(id, vmId('db-01'), 4 * GIB)
    world.advance(60_000)
    const { swapTotalKiB, swapUsedKiB } = guest('db-01').guestMemory ?? {}
    expect(swapTotalKiB).toBe(8 * GIB)
    expect(swapUsedKiB).toBeGreaterThan(0)
  })
})
