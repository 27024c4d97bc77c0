import { expect, it } from 'vitest'
import { shardOf, shards } from './shards.ts'

const hostIds = Array.from({ length: 400 }, (_, nth) => `00000000-0000-0000-0000-${String(nth).padStart(12, '0')}`)

it('puts each host into one of the shards, always the same', () => {
  for (const id of hostIds) {
    expect(shards).toContain(shardOf(id))
    expect(shardOf(id)).toBe(shardOf(id))
  }
  expect(shards).toContain(shardOf(''))
})

it('spreads 400 hosts over all of them, none with three times its part', () => {
  const sizes = [...Map.groupBy(hostIds, shardOf).values()].map(({ length }) => length)
  expect(sizes).toHaveLength(shards.length)
  expect(Math.max(...sizes)).toBeLessThan((3 * hostIds.length) / shards.length)
})
