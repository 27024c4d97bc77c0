import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type GuestReading,
  guestReadingSchema,
  type HostReading,
  hostReadingSchema,
} from '../../../shared/model/host-reading.ts'
import { admin, aWorld } from '../../../test/fakes/sim-world.ts'
import { EngineFault, type World } from '../world/world.ts'
import { HostRefusal } from './host-refusal.ts'

/** What is done to the first hosts of a world and their VMs, with any numbers. */
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), n: fc.integer({ min: 1, max: 60_000 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('balloon', 'quota', 'shares', 'pin', 'unpin', 'ksm', 'unmerge', 'io', 'pause', 'resume'),
      n: fc.nat({ max: 10_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('migrate', 'stop', 'start'), n: fc.nat({ max: 10_000 }) }) },
)
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

const HOSTS = 2

async function perform(world: World, { do: verb, n }: Action): Promise<void> {
  const hostId = [...world.state.hosts.keys()][n % HOSTS] ?? ''
  const side = world.hostSide
  try {
    const guests = side.listGuests(hostId)
    const guest = guests[n % Math.max(1, guests.length)]
    const vmId = guest?.id ?? ''
    const cpuIds = [...new Set([n % 7, n % 11, n % 32])]
    const vcpu = n % Math.max(1, guest?.vcpuCount ?? 1)
    if (verb === 'advance') world.advance(n)
    else if (verb === 'balloon') side.setBalloonTarget(hostId, vmId, Math.floor(((guest?.memoryKiB ?? 0) * n) / 9_000))
    else if (verb === 'quota') side.setCpuTune(hostId, vmId, { quotaUs: n * 20, periodUs: 100_000 })
    else if (verb === 'shares') side.setCpuTune(hostId, vmId, { shares: n })
    else if (verb === 'pin') side.pinVcpus(hostId, vmId, [{ vcpu, cpuIds }])
    else if (verb === 'unpin')
      side.pinVcpus(hostId, vmId, [{ vcpu, cpuIds: Array.from({ length: 32 }, (_, id) => id) }])
    else if (verb === 'ksm') side.setKsm(hostId, { run: 'merge', pagesToScan: n + 1, sleepMs: n % 50 })
    else if (verb === 'unmerge') side.setKsm(hostId, { run: 'unmerge' })
    else if (verb === 'io') side.setIoTune(hostId, vmId, { device: 'vda', limits: { totalIops: n + 1 } })
    else if (verb === 'pause' || verb === 'resume') side.pauseVm(hostId, vmId, verb === 'pause')
    else if (verb === 'migrate') await world.migrateVm(vmId, {}, admin(world))
    else if (verb === 'stop') world.stopVm(vmId, admin(world))
    else await world.startVm([...world.state.vms.keys()][n % world.state.vms.size] ?? '', {}, admin(world))
  } catch (error) {
    if (!(error instanceof EngineFault || error instanceof HostRefusal)) throw error
  }
  await setImmediate()
}

type Look = Readonly<{
  atMs: number
  hosts: ReadonlyMap<string, Readonly<{ host: HostReading; guests: GuestReading[] }>>
}>

const look = (world: World): Look => ({
  atMs: world.now(),
  hosts: new Map(
    [...world.state.hosts.keys()]
      .slice(0, HOSTS)
      .map(id => [id, { host: world.hostSide.readHost(id), guests: world.hostSide.listGuests(id) }]),
  ),
})

function checkHost(host: HostReading, guests: readonly GuestReading[]): void {
  expect(hostReadingSchema.parse(host)).toEqual(host)
  expect(z.array(guestReadingSchema).parse(guests)).toEqual(guests)
  for (const { use } of host.cpus) {
    const { userPercent = 0, systemPercent = 0, idlePercent = 0 } = use ?? {}
    expect(userPercent + systemPercent + idlePercent).toBeCloseTo(100)
  }
  const { totalKiB, freeKiB = 0, availableKiB = 0, buffersKiB = 0, cachedKiB = 0 } = host.memory
  const residents = guests.reduce((sum, { residentKiB = 0 }) => sum + residentKiB, 0)
  const savedKiB = 4 * (host.ksm?.pagesSharing ?? 0)
  expect(residents - savedKiB + freeKiB + buffersKiB + cachedKiB).toBeLessThanOrEqual(totalKiB + guests.length + 4)
  expect(availableKiB).toBeGreaterThanOrEqual(freeKiB)
  expect(host.numaNodes.reduce((sum, node) => sum + (node.freeKiB ?? 0), 0)).toBeLessThanOrEqual(freeKiB)
  for (const { balloon, vcpus, guestMemory } of guests) {
    if (balloon === undefined) continue
    expect(balloon.currentKiB).toBeGreaterThanOrEqual(balloon.minKiB ?? 0)
    expect(balloon.currentKiB).toBeLessThanOrEqual(balloon.maxKiB ?? 0)
    for (const { onCpuId = -1, pinnedTo } of vcpus) expect(pinnedTo).toContain(onCpuId)
    if (guestMemory === undefined) expect(balloon.currentKiB).toBe(balloon.maxKiB)
    else expect(guestMemory.unusedKiB).toBeLessThanOrEqual(balloon.currentKiB)
  }
}

function checkPassed(before: Look, after: Look): void {
  const elapsedMs = after.atMs - before.atMs
  for (const [hostId, { guests }] of after.hosts) {
    for (const guest of guests) {
      const was = before.hosts.get(hostId)?.guests.find(({ id }) => id === guest.id)
      if (was === undefined) continue
      for (const [index, vcpu] of guest.vcpus.entries()) {
        const old = was.vcpus[index]
        const [ran, waited] = [(vcpu.timeNs ?? 0) - (old?.timeNs ?? 0), (vcpu.delayNs ?? 0) - (old?.delayNs ?? 0)]
        // Started again, or back from another host: its counters are new ones.
        if (old === undefined || ran < 0) continue
        expect(waited).toBeGreaterThanOrEqual(-2)
        expect(ran + waited).toBeLessThanOrEqual(elapsedMs * 1e6 + 1_000)
      }
      for (const [index, disk] of guest.disks.entries())
        if ((guest.cpuTimeNs ?? 0) >= (was.cpuTimeNs ?? 0))
          expect(disk.readBytes).toBeGreaterThanOrEqual((was.disks[index]?.readBytes ?? 0) - 1)
    }
  }
}

const seeds = fc.integer({ min: 0, max: 1_000_000 })
const script = fc.array(action, { maxLength: 40 })
const aTuningWorld = (seed: number) => aWorld({ scenario: 'host-tuning', seed, hosts: 4, vms: 30 })

describe('simulated hosts', () => {
  it('stay possible whatever is done to them', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(seeds, script, async (seed, actions) => {
        const world = aTuningWorld(seed)
        let before = look(world)
        for (const each of actions) {
          await perform(world, each)
          const after = look(world)
          for (const { host, guests } of after.hosts.values()) checkHost(host, guests)
          checkPassed(before, after)
          before = after
        }
      }),
      { numRuns: 25 },
    )
  })

  it('are the same for the same seed and calls', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(seeds, script, async (seed, actions) => {
        const [one, other] = [aTuningWorld(seed), aTuningWorld(seed)]
        for (const each of actions) for (const world of [one, other]) await perform(world, each)
        expect(look(one)).toEqual(look(other))
        expect(one.state).toEqual(other.state)
      }),
      { numRuns: 15 },
    )
  })

  it('tell the same however often they were asked in between', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 12 }), (seed, cuts) => {
        const [asked, left] = [aTuningWorld(seed), aTuningWorld(seed)]
        for (const world of [asked, left]) {
          look(world)
          const [hostId = ''] = world.state.hosts.keys()
          world.hostSide.setKsm(hostId, { run: 'merge' })
        }
        for (const ms of cuts) {
          asked.advance(ms)
          look(asked)
        }
        left.advance(cuts.reduce((a, b) => a + b, 0))
        expect(look(asked)).toEqual(look(left))
      }),
      { numRuns: 20 },
    )
  })

  it('change nothing of what the engine measures by being asked', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 10 }), (seed, cuts) => {
        const [asked, left] = [aTuningWorld(seed), aTuningWorld(seed)]
        for (const ms of cuts) {
          for (const world of [asked, left]) world.advance(ms)
          look(asked)
        }
        expect(asked.state).toEqual(left.state)
      }),
      { numRuns: 20 },
    )
  })
})
