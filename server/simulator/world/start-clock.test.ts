import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aWorld } from '../../../test/fakes/sim-world.ts'
import { startClock } from './start-clock.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('startClock', () => {
  const cases = [
    { why: 'follows real time', speed: 1, realMs: 10_000, simulatedMs: 10_000 },
    { why: 'makes a minute of a second', speed: 60, realMs: 1_000, simulatedMs: 60_000 },
    { why: 'goes slower, too', speed: 0.5, realMs: 2_000, simulatedMs: 1_000 },
  ]
  for (const { why, speed, realMs, simulatedMs } of cases) {
    it(why, () => {
      const world = aWorld()
      const startMs = world.now()
      startClock(world, { speed, signal: new AbortController().signal })
      vi.advanceTimersByTime(realMs)
      expect(world.now() - startMs).toBeCloseTo(simulatedMs)
    })
  }

  it('stops with its signal', () => {
    const world = aWorld()
    const stop = new AbortController()
    let ticks = 0
    startClock(world, { speed: 1, signal: stop.signal, tickMs: 100, onTick: () => ticks++ })
    vi.advanceTimersByTime(1_000)
    stop.abort()
    const stoppedMs = world.now()
    vi.advanceTimersByTime(1_000)
    expect([world.now(), ticks]).toEqual([stoppedMs, 10])
  })

  for (const speed of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuses a speed of ${speed}`, () => {
      const { signal } = new AbortController()
      expect(() => startClock(aWorld(), { speed, signal })).toThrow(RangeError)
    })
  }
})
