/**
 * Randomness without hidden state: a number is a hash of the seed and of what it is for. The world is therefore the
 * same whatever the order of the questions, and demand at any instant can be computed without its past.
 */

/** Mixes 32-bit words (the finaliser of MurmurHash3). */
export function hash32(...words: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** A number in [0, 1) that depends on nothing but its arguments. */
export const hashToUnit = (...words: readonly number[]): number => hash32(...words) / 4_294_967_296

export const hashText = (text: string): number => {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

/** A stream of numbers in [0, 1), for building things in order. */
export type Random = () => number

export function createRandom(seed: number): Random {
  let count = 0
  return () => hashToUnit(seed, count++)
}

export const between = (random: Random, min: number, max: number): number => min + random() * (max - min)

/** Throws RangeError for an empty list. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}
