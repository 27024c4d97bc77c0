import { describe, expect, it } from 'vitest'
import { createBalloonWorld, type MemoryBalancer, type WorldGuest } from '../../../test/fakes/balloon/balloon-world.ts'
import { createOldBalancer, createOurBalancer } from '../../../test/fakes/balloon/memory-balancers.ts'
import { runBalloons } from '../../../test/fakes/balloon/run-balloons.ts'

/** Inputs that the program of 2018 fails on, by its own rule and by ours in the same world. */

const MIB = 1024
const GIB = 1024 * MIB

/** `usableKiB` at the beginning; it uses the same all the time. */
const aGuest = (id: string, usableKiB: number, over: Partial<WorldGuest> = {}): WorldGuest => ({
  id,
  minKiB: 256 * MIB,
  maxKiB: 2 * GIB,
  sizeKiB: GIB,
  usedKiB: () => GIB - usableKiB,
  ...over,
})

function play(
  balancer: MemoryBalancer,
  guests: readonly WorldGuest[],
  freeKiB: number,
  { rounds = 20, periodS = 5 } = {},
) {
  const overheadKiB = 2 * GIB
  const totalKiB = overheadKiB + freeKiB + guests.reduce((sum, { sizeKiB }) => sum + sizeKiB, 0)
  const world = createBalloonWorld({ totalKiB, overheadKiB: () => overheadKiB, guests, periodS })
  return [...runBalloons(world, balancer, rounds)]
}
type Played = ReturnType<typeof play>

const leastFreeKiB = (played: Played) => Math.min(...played.map(({ freeKiB }) => freeKiB))
const steps = (played: Played, id: string) =>
  played
    .flatMap(({ asked }) => asked.filter(({ now }) => now.guest.id === id))
    .map(({ now, toKiB }) => toKiB - now.targetKiB)
const sizes = (played: Played, id: string) =>
  played.flatMap(({ guests }) => guests.filter(({ guest }) => guest.id === id)).map(({ sizeKiB }) => sizeKiB)
const both = (periodS = 5) => ({ ours: createOurBalancer(), old: createOldBalancer(periodS) })

describe('three starved VMs and 700000 KiB free (M1)', () => {
  const guests = ['a', 'b', 'c'].map(id => aGuest(id, 48_576, { sizeKiB: 524_288, usedKiB: () => 524_288 - 48_576 }))
  it('the old rule grants what is not there', () => {
    expect(leastFreeKiB(play(both().old, guests, 700_000))).toBe(700_000 - 3 * (640 * MIB - 48_576))
  })
  it('ours leaves the reserve: there is nothing to grant', () => {
    expect(leastFreeKiB(play(both().ours, guests, 700_000))).toBe(700_000)
  })
  it('ours grants what is above the reserve', () => {
    const played = play(both().ours, guests, GIB + 100_000)
    expect(leastFreeKiB(played)).toBe(GIB)
    for (const { id } of guests) expect(steps(played, id)[0]).toBeGreaterThan(30_000)
  })
})

describe('one VM with constant use (M6, M9)', () => {
  const guests = [aGuest('a', 40 * MIB)]
  it('the old rule overshoots, takes half of it back again and again, and never rests', () => {
    const played = play(both(4).old, guests, 4 * GIB, { rounds: 60, periodS: 4 })
    const taken = steps(played, 'a')
    expect([taken[0], taken[1]]).toEqual([472 * MIB, -128 * MIB])
    expect(taken.length).toBe(60)
    expect(taken.at(-1)).toBe(0)
  })
  it('ours gives what is missing in steps, and asks nothing any more', () => {
    const played = play(both(4).ours, guests, 3 * GIB, { rounds: 60, periodS: 4 })
    const given = steps(played, 'a')
    expect(given.every(step => step > 0)).toBe(true)
    expect(played.slice(20).flatMap(({ asked }) => asked)).toEqual([])
  })
  it('what ours does is the same for every period (M6)', () => {
    const targets = [1, 5, 60].map(periodS =>
      play(createOurBalancer(), guests, 3 * GIB, { periodS }).map(({ asked }) => asked.map(({ toKiB }) => toKiB)),
    )
    expect(targets[1]).toEqual(targets[0])
    expect(targets[2]).toEqual(targets[0])
  })
})

describe('a VM in the way of a starved one (M4)', () => {
  const starved = aGuest('z', 40 * MIB)
  const inTheWay = {
    'at its maximum': aGuest('a', 40 * MIB, { maxKiB: GIB }),
    'that the host refuses': aGuest('a', 40 * MIB, { fails: () => true }),
    'that tells no usable memory': aGuest('a', 40 * MIB, { isSilent: true, maxKiB: GIB + 100 * MIB }),
  }
  for (const [what, first] of Object.entries(inTheWay)) {
    it(`${what}: the old rule gives the other nothing`, () => {
      expect(steps(play(both(2).old, [first, starved], 4 * GIB, { periodS: 2 }), 'z')).toEqual([])
    })
    it(`${what}: ours does not mind`, () => {
      const [alone, behind] = [[starved], [first, starved]].map(guests =>
        sizes(play(both().ours, guests, 3 * GIB, { rounds: 5 }), 'z'),
      )
      expect(behind).toEqual(alone)
      expect(Math.max(...(behind ?? []))).toBeGreaterThan(GIB)
    })
  }
})

it('a starved VM is at its threshold in as many rounds as its need has steps (M7)', () => {
  // 10 % of 2 GiB, beside 7.5 % in a step: 204.8 MiB, 153.6 MiB.
  const needs = [
    { usableKiB: 0, rounds: 2 },
    { usableKiB: 100 * MIB, rounds: 1 },
    { usableKiB: -300 * MIB, rounds: 4 },
  ]
  for (const { usableKiB, rounds } of needs) {
    const played = play(createOurBalancer(), [aGuest('a', usableKiB)], 3 * GIB)
    const starving = played.filter(({ guests }) => guests.some(guest => guest.sizeKiB - guest.usedKiB < 204.8 * MIB))
    expect(starving.length).toBeLessThanOrEqual(rounds)
  }
})

it('nothing more is taken of a guest from the round in which it swaps, and it gets memory as soon as there is some (M8)', () => {
  const SWAPS_FROM = 6
  const swapper = aGuest('swapper', 900 * MIB, { swapsKiBPerS: round => (round < SWAPS_FROM ? 0 : 1000) })
  // Needs more, bit by bit, than the others can give.
  const hungry = aGuest('hungry', 0, { maxKiB: 8 * GIB, usedKiB: round => GIB + 200 * MIB * round })
  const played = play(createOurBalancer(), [swapper, hungry], GIB, { rounds: 15 })
  const swapperSteps = (from: number, to: number) => steps(played.slice(from, to), 'swapper')
  expect(swapperSteps(0, SWAPS_FROM).some(step => step < 0)).toBe(true)
  expect(swapperSteps(SWAPS_FROM, 15).every(step => step > 0)).toBe(true)
  expect(swapperSteps(SWAPS_FROM, 15).length).toBeGreaterThan(0)
})
