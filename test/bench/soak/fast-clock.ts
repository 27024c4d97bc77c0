/**
 * Loaded before a program (`node --import`), makes its time run `SOAK_SPEED` times as fast, from `SOAK_REAL_MS` on, which was
 * `SOAK_SIMULATED_MS`: dates, timers, and deadlines of more than five real seconds. The program itself is the one that is shipped. What Node measures inside
 * (event loop, CPU, HTTP's own limits) stays real, and so do its threads, whose work takes what it takes.
 */

import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

const speed = Number(process.env.SOAK_SPEED)
const realBegin = Number(process.env.SOAK_REAL_MS)
const simulatedBegin = Number(process.env.SOAK_SIMULATED_MS)

const LEAST_REAL_PATIENCE_MS = 5_000

if (speed > 0 && isMainThread) {
  const realPerformanceNow = performance.now.bind(performance)
  const { timeOrigin } = performance
  const now = () => simulatedBegin + (timeOrigin + realPerformanceNow() - realBegin) * speed

  const RealDate = Date
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [Math.round(now())] : given, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? () => Math.round(now()) : Reflect.get(target, name)),
  })
  performance.now = () => realPerformanceNow() * speed

  const faster = (ms: unknown): number => Number(ms ?? 0) / speed
  const { setTimeout: realTimeout, setInterval: realInterval } = globalThis
  const fastTimeout = (run: () => void, ms?: number, ...rest: []) => realTimeout(run, faster(ms), ...rest)
  const fastInterval = (run: () => void, ms?: number, ...rest: []) => realInterval(run, faster(ms), ...rest)
  Object.assign(globalThis, { setTimeout: fastTimeout, setInterval: fastInterval })
  Object.assign(timers, { setTimeout: fastTimeout, setInterval: fastInterval })
  const delay = timersPromises.setTimeout
  Object.assign(timersPromises, {
    setTimeout: (ms: number, ...rest: [unknown?, object?]) => delay(faster(ms), ...rest),
  })
  syncBuiltinESMExports()

  // Whether Node's own is fast by the above depends on its version. Five seconds at least: the counterparts work in real time.
  AbortSignal.timeout = ms => {
    const controller = new AbortController()
    const isOver = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
    realTimeout(isOver, Math.max(faster(ms), LEAST_REAL_PATIENCE_MS)).unref()
    return controller.signal
  }
}
