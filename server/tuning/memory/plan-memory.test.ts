import { describe, expect, it } from 'vitest'
import { memoryValues } from '../memory-values.ts'
import { type MemoryGuest, type MemoryMemory, type MemoryView, noMemoryMemory } from './memory-plan.ts'
import { hostStepsOf, memoryThresholds, reserveOf } from './memory-thresholds.ts'
import { planMemory } from './plan-memory.ts'
import { usualMemoryLimits as limits } from './usual-memory-limits.ts'

const MIB = 1024
const GIB = 1024 * MIB

/** 8 GiB at most, 4 GiB now, neither short nor with anything to spare. */
const aGuest = (vmId: string, over: Partial<MemoryGuest> = {}): MemoryGuest => ({
  vmId,
  vmName: vmId,
  currentKiB: 4 * GIB,
  minKiB: 2 * GIB,
  maxKiB: 8 * GIB,
  usableKiB: 1.5 * GIB,
  priority: 0,
  ...over,
})

/** 64 GiB; `roomKiB` is what is available above the reserve. */
function aView(guests: readonly MemoryGuest[], roomKiB: number): MemoryView {
  const view = { atMs: 0, totalKiB: 64 * GIB, availableKiB: 0, guests, leftAlone: [], vmCount: guests.length }
  return { ...view, availableKiB: reserveOf(view, limits) + roomKiB }
}

const { starveKiB, freeKiB, giveKiB, takeKiB } = memoryThresholds({ maxKiB: 8 * GIB }, limits)
const DEAD_BAND = limits.deadBandKiB
const [starved, plenty] = [{ usableKiB: starveKiB - 100 * MIB }, { usableKiB: freeKiB + GIB }]
const NEED = 100 * MIB + DEAD_BAND

const steps = (guests: readonly MemoryGuest[], roomKiB: number, memory: MemoryMemory = noMemoryMemory) =>
  planMemory(aView(guests, roomKiB), memory, limits).targets.map(
    ({ vmId, kind, fromKiB, toKiB }) => `${vmId} ${kind} ${toKiB - fromKiB}`,
  )

describe('usual limits', () => {
  for (const maxKiB of [128 * MIB, 512 * MIB, 4 * GIB, 64 * GIB, 2048 * GIB]) {
    it(`keep the thresholds of a VM of ${maxKiB} KiB two steps apart`, () => {
      const thresholds = memoryThresholds({ maxKiB }, limits)
      const stepKiB = Math.max(thresholds.giveKiB, thresholds.takeKiB)
      expect(thresholds.freeKiB).toBeGreaterThan(thresholds.starveKiB + 2 * stepKiB)
    })
  }
  it('leave a host the largest of three reserves', () => {
    const reserve = (totalKiB: number, vmCount: number) => reserveOf({ totalKiB, vmCount }, limits)
    expect([reserve(8 * GIB, 2), reserve(40 * GIB, 2), reserve(40 * GIB, 100)]).toEqual([GIB, 2 * GIB, 6400 * MIB])
  })
})

describe('planMemory', () => {
  const cases: { why: string; guests: MemoryGuest[]; roomKiB: number; memory?: MemoryMemory; expected: string[] }[] = [
    { why: 'leaves alone who has enough', guests: [aGuest('a')], roomKiB: GIB, expected: [] },
    {
      why: 'gives a starved VM what brings it a little above its threshold',
      guests: [aGuest('a', starved)],
      roomKiB: GIB,
      expected: [`a give ${NEED}`],
    },
    {
      why: 'gives no more than a step',
      guests: [aGuest('a', { usableKiB: 0 })],
      roomKiB: 2 * GIB,
      expected: [`a give ${giveKiB}`],
    },
    {
      why: 'gives the last small piece up to the maximum',
      guests: [aGuest('a', { ...starved, currentKiB: 8 * GIB - 5 })],
      roomKiB: GIB,
      expected: ['a give 5'],
    },
    {
      why: 'has nothing for who is at its maximum, and goes on to the others (M4)',
      guests: [aGuest('a', { ...starved, currentKiB: 8 * GIB }), aGuest('b', starved)],
      roomKiB: GIB,
      expected: [`b give ${NEED}`],
    },
    {
      why: 'gives a part where there is no more, by need within a priority',
      guests: [aGuest('a', { usableKiB: starveKiB - 100 * MIB }), aGuest('b', { usableKiB: starveKiB - 292 * MIB })],
      roomKiB: 102 * MIB,
      expected: [`a give ${27 * MIB}`, `b give ${75 * MIB}`],
    },
    {
      why: 'gives the higher priority everything first',
      guests: [aGuest('a', starved), aGuest('b', { ...starved, priority: 1 })],
      roomKiB: NEED + 20 * MIB,
      expected: [`a give ${20 * MIB}`, `b give ${NEED}`],
    },
    {
      why: 'does not grant what is taken in the same round',
      guests: [aGuest('a', starved), aGuest('b', plenty)],
      roomKiB: 0,
      expected: [`b take -${NEED}`],
    },
    {
      why: 'takes of the lowest priority first',
      guests: [aGuest('a', starved), aGuest('b', { ...plenty, priority: 1 }), aGuest('c', plenty)],
      roomKiB: 0,
      expected: [`c take -${NEED}`],
    },
    {
      why: 'takes no more than a step of one VM',
      guests: [aGuest('b', plenty), aGuest('c', plenty)],
      roomKiB: -GIB,
      expected: [`b take -${takeKiB}`, `c take -${takeKiB}`],
    },
    {
      why: 'takes only what is wanted beyond what is already coming',
      guests: [aGuest('b', { ...plenty, headedKiB: 4 * GIB - 60 * MIB, priority: 1 }), aGuest('c', plenty)],
      roomKiB: -100 * MIB,
      expected: [`c take -${40 * MIB}`],
    },
    {
      why: 'takes nothing below the guarantee, but the last piece down to it',
      guests: [aGuest('a', { ...plenty, minKiB: 4 * GIB }), aGuest('b', { ...plenty, minKiB: 4 * GIB - 7 })],
      roomKiB: -100 * MIB,
      expected: ['b take -7'],
    },
    {
      why: 'gives a VM that swaps at once a whole step, and takes none of it (M8)',
      guests: [aGuest('a', { ...plenty, swapInKiBPerS: 500 })],
      roomKiB: GIB,
      expected: [`a give ${giveKiB}`],
    },
    {
      why: 'takes nothing of a VM that swaps even where the reserve is touched (M8)',
      guests: [aGuest('a', { ...plenty, swapOutKiBPerS: 500 })],
      roomKiB: -GIB,
      expected: [],
    },
    {
      why: 'calls off what was asked of a VM that swaps now (M8)',
      guests: [aGuest('a', { ...plenty, headedKiB: 4 * GIB - takeKiB, swapInKiBPerS: 500 })],
      roomKiB: 0,
      expected: ['a give 0'],
    },
    {
      why: 'takes rising major faults for a sign of need',
      guests: [aGuest('a', { ...plenty, majorFaultsPerS: 200 })],
      roomKiB: GIB,
      memory: { roomFor: 0, faultsPerS: new Map([['a', 50]]) },
      expected: [`a give ${giveKiB}`],
    },
    {
      why: 'takes many but usual major faults for none',
      guests: [aGuest('a', { majorFaultsPerS: 200 })],
      roomKiB: GIB,
      memory: { roomFor: 0, faultsPerS: new Map([['a', 190]]) },
      expected: [],
    },
    {
      why: 'grants nothing in an emergency and takes more at once',
      guests: [aGuest('a', starved), aGuest('b', plenty)],
      roomKiB: -2 * GIB,
      expected: [`b take -${giveKiB}`],
    },
    {
      why: 'brings a VM up to its guarantee in one step',
      guests: [aGuest('a', { currentKiB: 2 * GIB, minKiB: 3 * GIB })],
      roomKiB: 2 * GIB,
      expected: [`a give ${GIB}`],
    },
    {
      why: 'gives nothing towards a guarantee that it cannot keep',
      guests: [aGuest('a', { currentKiB: 2 * GIB, minKiB: 3 * GIB })],
      roomKiB: GIB / 2,
      expected: [],
    },
    {
      why: 'gives back once there has been room for long enough, the higher priority first',
      guests: [aGuest('a'), aGuest('b', { priority: 1 })],
      roomKiB: 7 * GIB,
      memory: { ...noMemoryMemory, roomFor: limits.patience - 1 },
      expected: [`a return ${giveKiB}`, `b return ${giveKiB}`],
    },
    {
      why: 'gives nothing back before',
      guests: [aGuest('a')],
      roomKiB: 7 * GIB,
      memory: { ...noMemoryMemory, roomFor: limits.patience - 2 },
      expected: [],
    },
    {
      why: 'gives nothing back with less room than two steps of the host',
      guests: [aGuest('a')],
      roomKiB: 6 * GIB,
      memory: { ...noMemoryMemory, roomFor: limits.patience },
      expected: [],
    },
  ]
  for (const { why, guests, roomKiB, memory, expected } of cases) {
    it(why, () => expect(steps(guests, roomKiB, memory)).toEqual(expected))
  }

  it('takes no more in one round than a step of the host', () => {
    const view = aView(
      Array.from({ length: 20 }, (_, at) => aGuest(`vm${at}`, plenty)),
      -3 * GIB,
    )
    const { targets } = planMemory({ ...view, availableKiB: 0 }, noMemoryMemory, { ...limits, hostTakePercent: 1 })
    const takenKiB = targets.reduce((sum, { fromKiB, toKiB }) => sum + fromKiB - toKiB, 0)
    expect(takenKiB).toBe(Math.floor(0.64 * GIB))
  })

  it('leaves a step of the host above the reserve when it gives back', () => {
    const guests = Array.from({ length: 20 }, (_, at) => aGuest(`vm${at}`))
    const view = aView(guests, 6.5 * GIB)
    const { targets } = planMemory(view, { ...noMemoryMemory, roomFor: limits.patience }, limits)
    const givenKiB = targets.reduce((sum, { fromKiB, toKiB }) => sum + toKiB - fromKiB, 0)
    expect(givenKiB).toBe(hostStepsOf(view, limits).giveKiB)
    expect(6.5 * GIB - givenKiB).toBeGreaterThanOrEqual(hostStepsOf(view, limits).giveKiB)
  })

  it('says why, with names and numbers', () => {
    const { targets, standing, phase } = planMemory(
      aView([aGuest('db', starved), aGuest('web', plenty)], 0),
      noMemoryMemory,
      limits,
    )
    expect(targets.map(({ reason }) => reason)).toEqual([
      {
        code: 'memory-for-others',
        values: {
          vmName: 'web',
          ...memoryValues({ usable: 3153919, free: 2105343, taken: NEED, unmet: NEED }),
        },
        text: 'web gives 108.0 MiB, usable 3.0 GiB above 2.0 GiB: others starve for 108.0 MiB.',
      },
    ])
    expect([phase, standing.code, standing.text]).toEqual([
      'short',
      'memory-wanting',
      '3.2 GiB is available with a reserve of 3.2 GiB; VMs need 108.0 MiB, 0.0 MiB may be granted; 0.0 MiB is given, 108.0 MiB taken of 1.0 GiB that VMs could give.',
    ])
  })
})
