import { describe, expect, it } from 'vitest'
import { expectedBytes, type MigrationCopy, sendMemory } from './migration-copy.ts'

const aCopy = (over: Partial<MigrationCopy> = {}): MigrationCopy => ({
  vmId: 'vm',
  fromHostId: 'a',
  toHostId: 'b',
  actor: { userId: undefined, correlationId: 'test' },
  cause: 'user',
  triedHostIds: [],
  failsHalfWay: false,
  phase: 'copying',
  phaseEndsAtMs: 0,
  round: 1,
  sentBytes: 0,
  roundLeftBytes: 1_000,
  dirtiedBytes: 0,
  ...over,
})
const link = { bytesPerSecond: 100, dirtyBytesPerSecond: 0, workingSetBytes: 300 }

/** Seconds until it ends, and how. */
function run(copy: MigrationCopy, step = link): { seconds: number; end: string } {
  for (let seconds = 1; seconds < 10_000; seconds++) {
    const end = sendMemory(copy, step, 1)
    if (end !== 'copying') return { seconds, end }
  }
  return { seconds: Number.POSITIVE_INFINITY, end: 'never' }
}

describe('sendMemory', () => {
  const cases = [
    { why: 'sends an idle guest once', dirtyBytesPerSecond: 0, expected: { seconds: 10, end: 'converged' } },
    {
      why: 'sends again what was written meanwhile',
      dirtyBytesPerSecond: 20,
      expected: { seconds: 12, end: 'converged' },
    },
    {
      why: 'gives up on a guest as fast as the link',
      dirtyBytesPerSecond: 200,
      expected: { seconds: 97, end: 'stuck' },
    },
  ]
  for (const { why, dirtyBytesPerSecond, expected } of cases) {
    it(why, () => expect(run(aCopy(), { ...link, dirtyBytesPerSecond })).toEqual(expected))
  }

  it('sends the same whether in one long step or many short ones', () => {
    const step = { ...link, dirtyBytesPerSecond: 40 }
    const [long, short] = [aCopy(), aCopy()]
    sendMemory(long, step, 12)
    for (let i = 0; i < 120; i++) sendMemory(short, step, 0.1)
    expect(short.sentBytes).toBeCloseTo(long.sentBytes, 6)
    expect(short.round).toBe(long.round)
  })
})

describe('expectedBytes', () => {
  it('counts the rounds to come', () => {
    const copy = aCopy({ roundLeftBytes: 600, dirtiedBytes: 80 })
    expect(expectedBytes(copy, { ...link, dirtyBytesPerSecond: 50 })).toBe(600 + (80 + 300) * 2)
  })
})
