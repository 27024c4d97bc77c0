import { describe, expect, it } from 'vitest'
import { nameUuid } from './name-uuid.ts'
import { usedBytes } from './statistic.ts'

describe('the id of a statistic', () => {
  // Ids a real engine gives: version 3 UUIDs of the bare names.
  const cases = [
    ['memory.total', '7816602b-c05c-3db7-a4da-3769f7ad8896'],
    ['memory.used', 'b7499508-c1c3-32f0-8174-c1783e57bb08'],
    ['cpu.current.idle', '4ae97794-f56d-3f05-a9e7-8798887cd1ac'],
  ] as const
  for (const [name, id] of cases) it(`of ${name} is ${id}`, () => expect(nameUuid(name)).toBe(id))
})

describe('memory in use', () => {
  const cases = [
    { percent: 0, used: 0 },
    { percent: 41.9, used: 410 },
    { percent: 100, used: 1000 },
  ]
  for (const { percent, used } of cases) {
    it(`moves in whole percents: ${percent}`, () => expect(usedBytes(1000, percent)).toBe(used))
  }
})
