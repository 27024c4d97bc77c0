import { describe, expect, it } from 'vitest'
import type { GuestReading } from '../../shared/model/host-reading.ts'
import { defaultProgram, policyRounds } from '../fakes/policy-round.ts'
import { aTuningWorld, GIB, on } from '../fakes/tuning-world.ts'

const INTERVAL_MS = 15_000
const program = defaultProgram({ ballooning: true, ksm: true, ksmMergeAcrossNodes: true })

/** A simulated host under the built-in policies, for so many rounds of its own time. */
function tuned(name: string) {
  const world = aTuningWorld()
  const host = on(world, name)
  const side = world.hostSide
  const round = policyRounds(
    {
      setBalloonTarget: async (vmId, targetKiB) => side.setBalloonTarget(host.id, vmId, targetKiB),
      setKsm: async tune => side.setKsm(host.id, tune),
      setCpuTune: async (vmId, change) => side.setCpuTune(host.id, vmId, change),
      setIoTune: async (vmId, tune) => side.setIoTune(host.id, vmId, tune),
      pinVcpus: async (vmId, pins) => side.pinVcpus(host.id, vmId, pins),
    },
    program,
  )
  const guests = (): readonly GuestReading[] => side.listGuests(host.id)
  const freeShare = () => {
    const { totalKiB, availableKiB = 0 } = host.read().memory
    return availableKiB / totalKiB
  }
  return {
    guests,
    freeShare,
    ksm: () => host.read().ksm,
    async rounds(count: number, onRound: (done: Awaited<ReturnType<typeof round>>) => void = () => {}) {
      for (let at = 0; at < count; at++) {
        world.advance(INTERVAL_MS)
        onRound(await round(host.read(), guests()))
      }
    },
  }
}

describe('a simulated host under the built-in policies', () => {
  it('is relieved: guests give what they do not need, none below its guarantee', async () => {
    const host = tuned('host1')
    expect(host.freeShare()).toBeLessThan(0.2)
    const before = new Map(host.guests().map(({ id, balloon }) => [id, balloon?.currentKiB ?? 0]))
    const relief: number[] = []
    const givers = new Set<string>()
    await host.rounds(40, () => {
      relief.push(host.freeShare())
      for (const { id, name, balloon } of host.guests()) {
        if (balloon !== undefined && balloon.currentKiB < (before.get(id) ?? 0) - GIB / 8) givers.add(name)
        if (balloon?.minKiB !== undefined) expect(balloon.currentKiB, name).toBeGreaterThanOrEqual(balloon.minKiB)
      }
    })
    expect(Math.max(...relief)).toBeGreaterThanOrEqual(0.2)
    expect(givers.size).toBeGreaterThan(1)
  })

  it('goes on without the guest that tells nothing of its balloon', async () => {
    const host = tuned('host1')
    const silent = host.guests().filter(({ guestMemory, state }) => guestMemory === undefined && state === 'running')
    expect(silent.length).toBeGreaterThan(0)
    const changed = new Set<string>()
    await host.rounds(5, ({ round, decisions }) => {
      expect(round.outcome).toBe('ok')
      for (const { change } of decisions) if (change.knob === 'balloon') changed.add(change.vmId)
    })
    expect(changed.size).toBeGreaterThan(0)
    expect(silent.filter(({ id }) => changed.has(id))).toEqual([])
  })

  it('merges pages while memory is short', async () => {
    const host = tuned('host1')
    expect(host.ksm()?.running).toBe(false)
    await host.rounds(2)
    expect(host.ksm()?.running).toBe(true)
  })

  it('gets its memory back when the shortage has passed, and stops merging', async () => {
    const host = tuned('host6')
    await host.rounds(20)
    const taken = host
      .guests()
      .filter(({ balloon }) => balloon !== undefined && balloon.currentKiB < (balloon.maxKiB ?? 0))
    expect(taken.length).toBeGreaterThan(0)
    expect(host.ksm()?.running).toBe(true)
    await host.rounds(120)
    // The policy leaves the last quarter of a percent.
    const still = host
      .guests()
      .filter(({ balloon }) => balloon !== undefined && balloon.currentKiB < 0.997 * (balloon.maxKiB ?? 0))
    expect(still.map(({ name }) => name)).toEqual([])
    expect(host.ksm()?.running).toBe(false)
  })

  it('is left alone where nothing is short', async () => {
    const host = tuned('host2')
    let decisions = 0
    await host.rounds(20, done => {
      decisions += done.decisions.length
    })
    expect(decisions).toBe(0)
  })
})
