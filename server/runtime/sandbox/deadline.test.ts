import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeadline } from './deadline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A deadline and a clock: `wait` lets time pass in an idle service, `busy` in one whose timers come late. */
function aDeadline() {
  let [passedMs, busyMs] = [0, 0]
  const over: number[] = []
  const deadline = createDeadline(() => over.push(passedMs), { nowMs: () => passedMs, busyMs: () => busyMs })
  return {
    deadline,
    over,
    wait(ms: number) {
      for (let rest = ms; rest > 0; rest -= 1) {
        passedMs += 1
        vi.advanceTimersByTime(1)
      }
    },
    busy(ms: number) {
      passedMs += ms
      busyMs += ms
      vi.advanceTimersByTime(ms)
    },
  }
}

describe('createDeadline', () => {
  it('is over after the limit when the service was idle', () => {
    const { deadline, over, wait } = aDeadline()
    deadline.set(1_000)
    wait(999)
    expect(over).toEqual([])
    wait(10_000)
    expect(over).toEqual([1_000])
  })

  it('does not count the time in which the service was busy', () => {
    const { deadline, over, wait, busy } = aDeadline()
    deadline.set(1_000)
    wait(900)
    busy(2_000)
    wait(99)
    // What has been answered meanwhile is read before it looks again.
    expect(over).toEqual([])
    wait(1_000)
    expect(over).toEqual([3_000])
  })

  it('ends at five times the limit, however busy the service is', () => {
    const { deadline, over, wait, busy } = aDeadline()
    deadline.set(1_000)
    for (let second = 0; second < 10; second += 1) {
      busy(900)
      wait(100)
    }
    expect(over).toEqual([5_000])
  })

  it('begins anew when it is set again, and never ends when it is cleared', () => {
    const { deadline, over, wait } = aDeadline()
    deadline.set(1_000)
    wait(900)
    deadline.set(1_000)
    wait(900)
    expect(over).toEqual([])
    deadline.clear()
    wait(10_000)
    expect(over).toEqual([])
  })
})
