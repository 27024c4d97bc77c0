import { performance } from 'node:perf_hooks'

/** A limit on the time that a process is given. */
export type Deadline = Readonly<{
  /** From now on so long, in milliseconds; what was set before is forgotten. */
  set(limitMs: number): void
  clear(): void
}>

type Sources = Readonly<{
  /** A clock that never goes back. */
  nowMs: () => number
  /** How long this process has been at work since it began. */
  busyMs: () => number
}>

const sources: Sources = {
  nowMs: () => performance.now(),
  busyMs: () => performance.eventLoopUtilization().active,
}

/** So many times its limit a process is given at the most, however busy the service is. */
const MOST_TIMES = 5

/**
 * Calls `onOver` with the limit once a process has had that much time. While the service itself is at work it neither sends what
 * the process waits for nor reads what it has answered, and its timers come before what has arrived meanwhile: that time is not
 * the process's, and a good plugin would pay for a full house.
 */
export function createDeadline(onOver: (limitMs: number) => void, { nowMs, busyMs } = sources): Deadline {
  let timer: NodeJS.Timeout | undefined

  function set(limitMs: number): void {
    clearTimeout(timer)
    const [startedMs, busyBeforeMs] = [nowMs(), busyMs()]
    const look = () => {
      const passedMs = nowMs() - startedMs
      const leftMs = Math.min(limitMs - passedMs + (busyMs() - busyBeforeMs), MOST_TIMES * limitMs - passedMs)
      // A timer may come up to a millisecond early.
      if (leftMs < 1) onOver(limitMs)
      else timer = setTimeout(look, leftMs)
    }
    timer = setTimeout(look, limitMs)
  }

  return { set, clear: () => clearTimeout(timer) }
}
