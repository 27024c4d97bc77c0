import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyWorld, share } from '../../../test/fakes/balloon/any-world.ts'
import { createBalloonWorld, type WorldInput } from '../../../test/fakes/balloon/balloon-world.ts'
import { createOurBalancer } from '../../../test/fakes/balloon/memory-balancers.ts'
import { type BalloonRound, runBalloons } from '../../../test/fakes/balloon/run-balloons.ts'
import { createRandom } from '../../planner/search/random.ts'
import type { MemoryGuest, MemoryView } from './memory-plan.ts'
import { hostStepsOf, memoryThresholds, reserveOf } from './memory-thresholds.ts'
import { planMemory } from './plan-memory.ts'
import { usualMemoryLimits as limits } from './usual-memory-limits.ts'

const GIB = 1024 * 1024

const priorities = (input: WorldInput) => new Map(input.guests.map(({ id, priority = 0 }) => [id, priority]))
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const run = (input: WorldInput, rounds: number): BalloonRound[] => [
  ...runBalloons(createBalloonWorld(input), createOurBalancer(priorities(input)), rounds),
]
const hostOf = ({ totalKiB, guests }: WorldInput) => {
  const view = { atMs: 0, totalKiB, availableKiB: 0, guests: [], leftAlone: [], vmCount: guests.length }
  return { reserveKiB: reserveOf(view, limits), steps: hostStepsOf(view, limits) }
}

/** What is free and not promised to anybody. */
const unpromisedKiB = ({ freeKiB, guests }: BalloonRound) =>
  freeKiB - sum(guests.map(({ sizeKiB, targetKiB }) => Math.max(0, targetKiB - sizeKiB)))

/** Directions that each VM was moved in, one after the other, without those in a row. */
function turnsOf(rounds: readonly BalloonRound[]): ReadonlyMap<string, readonly number[]> {
  const turns = new Map<string, number[]>()
  for (const { now, toKiB, isTaken } of rounds.flatMap(({ asked }) => asked)) {
    const direction = Math.sign(toKiB - now.targetKiB)
    const before = turns.get(now.guest.id) ?? []
    if (isTaken && before.at(-1) !== direction) turns.set(now.guest.id, [...before, direction])
  }
  return turns
}

describe('whatever guests use and hosts refuse', () => {
  const inAnyWorld = (check: (rounds: readonly BalloonRound[], input: WorldInput) => void) =>
    fc.assert(fc.property(anyWorld(4), input => check(run(input, 80), input)))

  it('no more is granted than is available above the reserve, and the host never falls below it by us (M1)', () => {
    inAnyWorld((rounds, input) => {
      const { reserveKiB } = hostOf(input)
      for (const [at, round] of rounds.entries()) {
        const grants = round.asked.map(({ now, toKiB }) => Math.max(0, toKiB - Math.max(now.sizeKiB, now.targetKiB)))
        expect(sum(grants)).toBeLessThanOrEqual(Math.max(0, unpromisedKiB(round) - reserveKiB))
        const after = rounds[at + 1]
        if (after === undefined) continue
        const grownKiB = Math.max(0, after.overheadKiB - round.overheadKiB)
        expect(unpromisedKiB(after)).toBeGreaterThanOrEqual(Math.min(reserveKiB, unpromisedKiB(round)) - grownKiB)
      }
    })
  })

  it('a VM stays within its bounds, and one that tells nothing is not touched (M2)', () => {
    inAnyWorld(rounds => {
      for (const { now, toKiB } of rounds.flatMap(({ asked }) => asked)) {
        expect(now.guest.isSilent).toBe(false)
        expect(toKiB).toBeGreaterThanOrEqual(now.guest.minKiB)
        expect(toKiB).toBeLessThanOrEqual(now.guest.maxKiB)
        expect(Number.isSafeInteger(toKiB)).toBe(true)
      }
    })
  })

  it('no step is larger than a VM or the host allows, and none is in the dead band (M3)', () => {
    inAnyWorld((rounds, input) => {
      const { reserveKiB, steps } = hostOf(input)
      for (const { freeKiB, asked } of rounds) {
        const isEmergency = freeKiB < (reserveKiB * limits.criticalPercent) / 100
        for (const { now, toKiB } of asked) {
          const { giveKiB, takeKiB } = memoryThresholds(now.guest, limits)
          expect(toKiB - now.sizeKiB).toBeLessThanOrEqual(giveKiB)
          expect(now.sizeKiB - toKiB).toBeLessThanOrEqual(isEmergency ? giveKiB : takeKiB)
          const isEnd = toKiB === now.guest.minKiB || toKiB === now.guest.maxKiB
          if (!isEnd) expect(Math.abs(toKiB - now.targetKiB)).toBeGreaterThanOrEqual(limits.deadBandKiB)
        }
        const changes = asked.map(({ now, toKiB }) => toKiB - now.sizeKiB)
        expect(sum(changes.filter(change => change > 0))).toBeLessThanOrEqual(steps.giveKiB)
        expect(-sum(changes.filter(change => change < 0))).toBeLessThanOrEqual(steps.takeKiB)
      }
    })
  })

  it('all memory is somewhere (M5)', () => {
    inAnyWorld((rounds, { totalKiB }) => {
      for (const { freeKiB, overheadKiB, guests } of rounds)
        expect(sum(guests.map(({ sizeKiB }) => sizeKiB)) + freeKiB + overheadKiB).toBe(totalKiB)
    })
  })
})

describe('where guests use the same all the time (M6)', () => {
  const SETTLED = 400

  it('each VM turns at most once, then rests', () => {
    fc.assert(
      fc.property(anyWorld(1), input => {
        const rounds = run(input, SETTLED + 50)
        for (const turns of turnsOf(rounds).values()) expect(turns.length).toBeLessThanOrEqual(2)
        expect(rounds.slice(SETTLED).flatMap(({ asked }) => asked)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('a MiB more or less moves nothing once it has settled', () => {
    fc.assert(
      fc.property(anyWorld(1), fc.integer(), (input, seed) => {
        const random = createRandom(seed)
        const noiseKiB = Array.from({ length: SETTLED + 50 }, () => random.below(2049) - 1024)
        const guests = input.guests.map((guest, at) => ({
          ...guest,
          usedKiB: (round: number) =>
            Math.max(0, guest.usedKiB(round) + (noiseKiB[(round + 7 * at) % noiseKiB.length] ?? 0)),
        }))
        const rounds = run({ ...input, guests }, SETTLED + 50)
        expect(rounds.slice(SETTLED).flatMap(({ asked }) => asked).length).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

/** Any guest at all, also below its guarantee, on its way or in distress. */
const anyGuest = fc
  .record({
    maxKiB: fc.integer({ min: 64 * 1024, max: 64 * GIB }),
    min: share(0, 0.6),
    current: share(0.3, 1),
    headed: share(0.3, 1),
    usable: share(0, 1),
    // Mostly not: who is on the way moves no further.
    isHeaded: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    swapInKiBPerS: fc.constantFrom(0, 0, 0, 500),
    majorFaultsPerS: fc.constantFrom(0, 0, 5, 300),
    priority: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ maxKiB, min, current, headed, usable, isHeaded, ...rest }): Omit<MemoryGuest, 'vmId'> => {
    const currentKiB = Math.max(1, Math.floor(maxKiB * current))
    return {
      vmName: 'vm',
      maxKiB,
      minKiB: Math.floor(maxKiB * min),
      currentKiB,
      usableKiB: Math.floor(currentKiB * usable),
      ...(isHeaded && { headedKiB: Math.max(1, Math.floor(maxKiB * headed)) }),
      ...rest,
    }
  })

const anyView = fc
  .record({
    guests: fc.array(anyGuest, { maxLength: 10 }),
    totalKiB: fc.integer({ min: 4 * GIB, max: 256 * GIB }),
    roomKiB: fc.oneof(fc.integer({ min: -GIB / 2, max: GIB / 2 }), fc.integer({ min: -8 * GIB, max: 64 * GIB })),
  })
  .map(({ guests, totalKiB, roomKiB }): MemoryView => {
    const view = {
      atMs: 0,
      totalKiB,
      availableKiB: 0,
      guests: guests.map((guest, at) => ({ ...guest, vmId: `vm${at}` })),
      leftAlone: [],
      vmCount: guests.length,
    }
    return { ...view, availableKiB: Math.max(0, reserveOf(view, limits) + roomKiB) }
  })

it('the same again plans nothing: each VM is headed for its target (M9)', () => {
  const memories = fc.constantFrom(0, limits.patience).map(roomFor => ({
    roomFor,
    faultsPerS: new Map([
      ['vm0', 10],
      ['vm1', 10],
    ]),
  }))
  fc.assert(
    fc.property(anyView, memories, (view, memory) => {
      const { targets } = planMemory(view, memory, limits)
      const toKiB = new Map(targets.map(target => [target.vmId, target.toKiB]))
      expect(toKiB.size).toBe(targets.length)
      const guests = view.guests.map(guest => {
        const headedKiB = toKiB.get(guest.vmId)
        return headedKiB === undefined ? guest : { ...guest, headedKiB }
      })
      expect(planMemory({ ...view, guests }, memory, limits).targets).toEqual([])
    }),
    { numRuns: 3000 },
  )
})
