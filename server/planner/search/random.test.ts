import { expect, it } from 'vitest'
import { createRandom } from './random.ts'

const drawn = (seed: number, count = 1_000) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => random.below(10))
}

it('draws the same for the same seed, something else for another', () => {
  expect(drawn(3)).toEqual(drawn(3))
  expect(drawn(3)).not.toEqual(drawn(4))
})

it.each([0, 1, -1, 2 ** 31, 0x9e3779b9])('draws each number about as often: seed %d', seed => {
  const counts = Array.from({ length: 10 }, (_, at) => drawn(seed, 10_000).filter(one => one === at).length)
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1_150)
})
