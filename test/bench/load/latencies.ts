import { createHistogram } from 'node:perf_hooks'

/** What calls took and how many failed, by the door they came through. */
export type Latencies = Readonly<{
  /** Resolves with the call's result, undefined when it failed: that is counted and kept, not thrown. */
  measure<T>(door: string, call: () => Promise<T>): Promise<T | undefined>
  /** A failure that belongs to no single call. */
  fail(door: string, why: string): void
  rows(elapsedSeconds: number): LatencyRow[]
  /** The first failures, each with its door. */
  failures(): readonly string[]
}>

export type LatencyRow = Readonly<{
  door: string
  calls: number
  errors: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  worstMs: number
}>

const US_PER_MS = 1000
/** Of one door, so that the others are heard as well. */
const KEPT_FAILURES = 2

export function createLatencies(): Latencies {
  const doors = new Map<string, { times: ReturnType<typeof createHistogram>; errors: number }>()
  const failures: string[] = []
  const doorOf = (name: string) => {
    const door = doors.get(name) ?? { times: createHistogram(), errors: 0 }
    doors.set(name, door)
    return door
  }
  const fail = (name: string, why: string) => {
    doorOf(name).errors += 1
    if (doorOf(name).errors <= KEPT_FAILURES) failures.push(`${name}: ${why}`)
  }
  return {
    async measure(name, call) {
      const startedMs = performance.now()
      try {
        return await call()
      } catch (error) {
        fail(name, error instanceof Error ? error.message : String(error))
        return undefined
      } finally {
        doorOf(name).times.record(Math.max(1, Math.round((performance.now() - startedMs) * US_PER_MS)))
      }
    },
    fail,
    rows: elapsedSeconds =>
      [...doors].map(([door, { times, errors }]) => ({
        door,
        calls: times.count,
        errors,
        perSecond: times.count / elapsedSeconds,
        p50Ms: times.percentile(50) / US_PER_MS,
        p99Ms: times.percentile(99) / US_PER_MS,
        worstMs: times.max / US_PER_MS,
      })),
    failures: () => failures,
  }
}
