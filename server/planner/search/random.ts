/** Numbers that look random and are the same for the same seed. */
export type Random = Readonly<{
  /** 0 ≤ n < 1. */
  next(): number
  /** A whole number, 0 ≤ n < below. */
  below(below: number): number
}>

/** Marsaglia's xorshift on 32 bits: fast, and good enough to choose moves by. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) | 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
  for (let warm = 0; warm < 8; warm++) next()
  return { next, below: below => Math.floor(next() * below) }
}
