import fc from 'fast-check'
import type { WorldGuest, WorldInput } from './balloon-world.ts'

const MIB = 1024
const GIB = 1024 * MIB

/** Levels of a trace, each for some rounds; the last one stays. */
const anyTrace = (level: fc.Arbitrary<number>, mostLevels: number) =>
  fc
    .array(fc.record({ level, rounds: fc.integer({ min: 1, max: 25 }) }), { minLength: 1, maxLength: mostLevels })
    .map(parts => {
      const levels = parts.flatMap(({ level, rounds }) => new Array<number>(rounds).fill(level))
      return (round: number): number => levels[Math.min(round, levels.length - 1)] ?? 0
    })

/** Evenly: `fc.double` has as many values below any small number as above it, nearly all of them close to 0. */
export const share = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1000 }).map(part => least + ((most - least) * part) / 1000)

const anyGuest = (mostLevels: number): fc.Arbitrary<Omit<WorldGuest, 'id'>> =>
  fc
    .record({
      maxKiB: fc.integer({ min: 256 * MIB, max: 32 * GIB }),
      guaranteed: share(0.1, 0.95),
      size: share(0, 1),
      used: anyTrace(share(0, 1.1), mostLevels),
      priority: fc.integer({ min: 0, max: 2 }),
      isSilent: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
      isSlow: fc.boolean(),
      fails: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20 })),
    })
    .map(({ maxKiB, guaranteed, size, used, priority, isSilent, isSlow, fails }) => {
      const minKiB = Math.floor(maxKiB * guaranteed)
      return {
        minKiB,
        maxKiB,
        sizeKiB: minKiB + Math.floor((maxKiB - minKiB) * size),
        priority,
        usedKiB: round => Math.floor(maxKiB * used(round)),
        isSilent,
        ...(isSlow && { balloonKiBPerRound: Math.floor(maxKiB / 50) }),
        fails: round => round < fails,
      }
    })

/**
 * Hosts with up to twelve guests that just fit, or leave some memory free. Guests and the host itself use more and less in up to so many
 * steps; 1: they use the same all the time.
 */
export const anyWorld = (mostLevels: number): fc.Arbitrary<WorldInput> =>
  fc
    .record({
      guests: fc.array(anyGuest(mostLevels), { minLength: 1, maxLength: 12 }),
      overhead: anyTrace(share(0, 0.1), mostLevels),
      spare: share(0, 0.4),
      periodS: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ guests, overhead, spare, periodS }) => {
      const sizesKiB = guests.reduce((sum, { sizeKiB }) => sum + sizeKiB, 0)
      const totalKiB = Math.ceil((sizesKiB * (1 + spare)) / 0.9) + GIB
      return {
        totalKiB,
        overheadKiB: round => Math.floor(totalKiB * overhead(round)),
        guests: guests.map((guest, at) => ({ ...guest, id: `vm${at}` })),
        periodS,
      }
    })
