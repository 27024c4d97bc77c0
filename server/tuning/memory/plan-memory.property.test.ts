import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyWorld } from '../../../test/fakes/balloon/any-world.ts'
import { createBalloonWorld, type WorldInput } from '../../../test/fakes/balloon/balloon-world.ts'
import { createOurBalancer } from '../../../test/fakes/balloon/memory-balancers.ts'
import { type BalloonRound, runBalloons } from '../../../test/fakes/balloon/run-balloons.ts'
import { hostStepsOf, memoryThresholds, reserveOf } from './memory-thresholds.ts'
import { usualMemoryLimits as limits } from './usual-memory-limits.ts'

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
      fc.property(anyWorld(1), fc.infiniteStream(fc.integer({ min: -1024, max: 1024 })), (input, noise) => {
        const noisy = new Map<string, number>()
        const usedOf = (id: string, round: number, usedKiB: number) => {
          const key = `${id} ${round}`
          const used = noisy.get(key) ?? Math.max(0, usedKiB + (noise.next().value ?? 0))
          noisy.set(key, used)
          return used
        }
        const guests = input.guests.map(guest => ({
          ...guest,
          usedKiB: (round: number) => usedOf(guest.id, round, guest.usedKiB(round)),
        }))
        const rounds = run({ ...input, guests }, SETTLED + 50)
        expect(rounds.slice(SETTLED).flatMap(({ asked }) => asked)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})
