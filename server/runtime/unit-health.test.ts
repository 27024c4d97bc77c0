import { describe, expect, it } from 'vitest'
import { recordHealth } from './unit-health.ts'

const call = (startedMs: number, endedMs: number) => ({ startedMs, endedMs })

describe('recordHealth', () => {
  it('counts calls that were under way together when one failed as one failure', () => {
    const record = recordHealth(3)
    const roundOf64 = (startedMs: number) =>
      Array.from({ length: 64 }, (_, index) =>
        record.failed(call(startedMs + index / 100, startedMs + 1_000 + index), '', 'x'),
      )
    expect(roundOf64(0)).not.toContain(true)
    expect(record.quarantine('')).toBeUndefined()
    expect(record.now()).toMatchObject({ state: 'active', calls: 64, failures: 64 })
    // Whoever asks after that and gets no answer either counts again.
    expect(roundOf64(2_000)).not.toContain(true)
    expect(roundOf64(4_000).filter(Boolean)).toHaveLength(1)
    expect(record.quarantine('')).toBe('failed 3 times in a row, last: x')
  })

  it('counts those of each property map by themselves, and from none after a good answer', () => {
    const record = recordHealth(2)
    record.failed(call(0, 1), 'a', 'x')
    record.failed(call(1, 2), 'b', 'x')
    record.succeeded(call(2, 3), 'a')
    expect(record.failed(call(3, 4), 'a', 'x')).toBe(false)
    expect(record.failed(call(4, 5), 'b', 'x')).toBe(true)
    expect([record.quarantine('a'), record.quarantine('b')]).toEqual([undefined, 'failed 2 times in a row, last: x'])
  })
})
