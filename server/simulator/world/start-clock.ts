import type { World } from './world.ts'

export type ClockOptions = Readonly<{
  /** Simulated milliseconds per real one. */
  speed: number
  signal: AbortSignal
  /** Real time between two moves of the world. */
  tickMs?: number
  onTick?: () => void
}>

/** A machine that slept must not try to catch up with hours at once. */
const MAX_CATCH_UP_MS = 5_000

/** Drives a world by real time until `signal` aborts. Does not keep the process alive. Throws RangeError for a bad speed. */
export function startClock(world: World, { speed, signal, tickMs = 200, onTick }: ClockOptions): void {
  if (!(speed > 0) || !Number.isFinite(speed)) throw new RangeError(`the speed must be above 0, not ${speed}`)
  let lastMs = performance.now()
  const timer = setInterval(() => {
    const nowMs = performance.now()
    // Whole milliseconds: the engine's API knows no others.
    world.advance(Math.round(speed * Math.min(MAX_CATCH_UP_MS, nowMs - lastMs)))
    lastMs = nowMs
    onTick?.()
  }, tickMs)
  timer.unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  if (signal.aborted) clearInterval(timer)
}
