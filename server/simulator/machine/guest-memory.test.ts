import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guestMemory, moveBalloon, usableKiB } from './guest-memory.ts'

/** 1000 KiB, of which 200 were never touched, 100 freed, 200 cached and 500 are in use. */
const facts = { maxKiB: 1_000, touchedKiB: 800, cachedShare: 0.25, freedShare: 0.125, reclaimedKiB: 0 }
const at = (currentKiB: number, over = {}) => guestMemory({ ...facts, currentKiB, ...over })

describe('guestMemory', () => {
  const cases = [
    { why: 'no balloon', current: 1_000, used: 500, caches: 200, unused: 300, swapped: 0, resident: 800 },
    { why: 'takes what was freed', current: 940, used: 500, caches: 200, unused: 240, swapped: 0, resident: 740 },
    { why: 'takes untouched memory', current: 800, used: 500, caches: 200, unused: 100, swapped: 0, resident: 700 },
    { why: 'takes all that is idle', current: 700, used: 500, caches: 200, unused: 0, swapped: 0, resident: 700 },
    { why: 'takes caches', current: 600, used: 500, caches: 100, unused: 0, swapped: 0, resident: 600 },
    { why: 'makes it swap', current: 450, used: 450, caches: 0, unused: 0, swapped: 50, resident: 450 },
  ]
  for (const { why, current, used, caches, unused, swapped, resident } of cases) {
    it(`${why} at ${current}`, () => {
      const { usedKiB, cachesKiB, unusedKiB, swappedKiB, residentKiB } = at(current)
      const found = [usedKiB, cachesKiB, unusedKiB, swappedKiB, residentKiB].map(Math.round)
      expect(found).toEqual([used, caches, unused, swapped, resident])
    })
  }

  it('leaves with the host what was given once, until the guest touches it', () => {
    const given = at(900).reclaimedKiB
    expect(given).toBe(100)
    expect(at(1_000, { reclaimedKiB: given }).residentKiB).toBe(700)
    expect(at(1_000, { reclaimedKiB: 40 }).residentKiB).toBe(760)
  })

  it('adds up to the present size, and never holds more of the host than that', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true })
    const kib = fc.integer({ min: 0, max: 1_000 })
    fc.assert(
      fc.property(kib, kib, share, share, kib, (currentKiB, touchedKiB, cachedShare, freedShare, reclaimedKiB) => {
        const memory = at(currentKiB, { touchedKiB, cachedShare, freedShare, reclaimedKiB })
        const { usedKiB, cachesKiB, unusedKiB, swappedKiB, residentKiB } = memory
        expect(usedKiB + cachesKiB + unusedKiB).toBeCloseTo(currentKiB)
        expect(residentKiB).toBeLessThanOrEqual(currentKiB + 1e-6)
        for (const part of [usedKiB, cachesKiB, unusedKiB, swappedKiB, residentKiB])
          expect(part).toBeGreaterThanOrEqual(-1e-6)
        if (swappedKiB > 1e-6) expect(usableKiB(memory)).toBeCloseTo(0)
      }),
    )
  })
})

describe('moveBalloon', () => {
  const GIB = 1_048_576
  const guest = (unusedKiB: number, cachesKiB: number) => ({ ...at(1_000), unusedKiB, cachesKiB })
  const cases = [
    { why: 'gives back a GiB per second', from: GIB, to: 4 * GIB, seconds: 2, memory: guest(0, 0), reached: 3 * GIB },
    { why: 'gives back no more than asked', from: GIB, to: 2 * GIB, seconds: 5, memory: guest(0, 0), reached: 2 * GIB },
    { why: 'takes idle memory', from: 4 * GIB, to: GIB, seconds: 2, memory: guest(3 * GIB, 0), reached: 3 * GIB },
    { why: 'takes no more than asked', from: 2 * GIB, to: GIB, seconds: 9, memory: guest(2 * GIB, 0), reached: GIB },
    {
      why: 'is slow where the guest must swap',
      from: 4 * GIB,
      to: GIB,
      seconds: 3,
      memory: guest(GIB / 2, GIB / 2),
      reached: 3 * GIB - 32_768,
    },
    { why: 'stands still in no time', from: 4 * GIB, to: GIB, seconds: 0, memory: guest(GIB, 0), reached: 4 * GIB },
  ]
  for (const { why, from, to, seconds, memory, reached } of cases) {
    it(why, () => expect(moveBalloon(from, to, memory, seconds)).toBe(reached))
  }
})
