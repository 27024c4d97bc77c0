/** How a unit has been doing since it was loaded. */
export type UnitHealth = Readonly<{
  state: 'active' | 'quarantined'
  /** Why it is quarantined, or what its last failure was. */
  problem?: string
  calls: number
  failures: number
  /** Of the last calls, in ms; absent before the first. */
  p50Ms?: number
  p99Ms?: number
}>

export type HealthRecord = Readonly<{
  succeeded(durationMs: number): void
  /** Returns true when this failure sent the unit to quarantine. */
  failed(durationMs: number, message: string): boolean
  /** Why it is asked no more; undefined: it is asked. */
  quarantine(): string | undefined
  now(): UnitHealth
}>

const KEPT_DURATIONS = 256

/**
 * Counts calls. After `quarantineAfter` failures in a row the unit is asked no more, so that a broken one costs nothing
 * and says so once; undefined: never. It leaves quarantine by being loaded anew.
 */
export function recordHealth(quarantineAfter: number | undefined): HealthRecord {
  const durations: number[] = []
  let calls = 0
  let failures = 0
  let inARow = 0
  let problem: string | undefined
  let quarantined = false

  const took = (durationMs: number) => {
    durations[calls % KEPT_DURATIONS] = durationMs
    calls += 1
  }
  return {
    succeeded(durationMs) {
      took(durationMs)
      inARow = 0
    },
    failed(durationMs, message) {
      took(durationMs)
      failures += 1
      inARow += 1
      problem = message
      if (quarantined || quarantineAfter === undefined || inARow < quarantineAfter) return false
      quarantined = true
      problem = `failed ${inARow} times in a row, last: ${message}`
      return true
    },
    quarantine: () => (quarantined ? problem : undefined),
    now() {
      const sorted = durations.toSorted((a, b) => a - b)
      const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]
      const [p50Ms, p99Ms] = [at(0.5), at(0.99)]
      return {
        state: quarantined ? 'quarantined' : 'active',
        ...(problem !== undefined && { problem }),
        calls,
        failures,
        ...(p50Ms !== undefined && { p50Ms }),
        ...(p99Ms !== undefined && { p99Ms }),
      }
    },
  }
}
