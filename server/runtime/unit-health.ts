import type { Parameters } from '../../shared/policy/parameter.ts'

/** How a unit has been doing since it was loaded. */
export type UnitHealth = Readonly<{
  state: 'active' | 'quarantined'
  /** Why it is quarantined, or what its last failure was. */
  problem?: string
  /** When it last failed; absent: it never did, or nobody told the time. */
  failedAtMs?: number
  calls: number
  failures: number
  /** Of the last calls, in ms; absent before the first. */
  p50Ms?: number
  p99Ms?: number
}>

/** When a call began and ended, by a clock that never goes back, in ms. */
export type CallTime = Readonly<{ startedMs: number; endedMs: number }>

export type HealthRecord = Readonly<{
  succeeded(time: CallTime, properties: string): void
  /** Returns true when this failure sent the unit to quarantine. `message` is what people are told. */
  failed(time: CallTime, properties: string, message: string): boolean
  /** Why it is asked no more with these properties; undefined: it is asked. */
  quarantine(properties: string): string | undefined
  now(): UnitHealth
}>

const KEPT_DURATIONS = 256
/** Property maps that are remembered: one a cluster, and clusters are few. */
const KEPT_MAPS = 200

/**
 * Counts calls. After `quarantineAfter` failures in a row the unit is asked no more, so that a broken one costs nothing
 * and says so once; undefined: never. Counted for each property map by itself, which is to say for each cluster: a value
 * that breaks the unit in one must not take it from the others. Calls that were under way together fail together, of one
 * cause, and count as one: sixty threads of an engine that meet one stall are not sixty failures. It leaves quarantine by being
 * loaded anew.
 */
export function recordHealth(quarantineAfter: number | undefined, clock?: () => number): HealthRecord {
  const durations: number[] = []
  const inARow = new Map<string, Readonly<{ count: number; lastMs: number }>>()
  const quarantined = new Map<string, string>()
  let calls = 0
  let failures = 0
  let last: string | undefined
  let failedAtMs: number | undefined

  const took = ({ startedMs, endedMs }: CallTime) => {
    durations[calls % KEPT_DURATIONS] = endedMs - startedMs
    calls += 1
  }
  return {
    succeeded(time, properties) {
      took(time)
      inARow.delete(properties)
    },
    failed(time, properties, message) {
      took(time)
      failures += 1
      last = message
      failedAtMs = clock?.()
      const before = inARow.get(properties)
      if (before !== undefined && time.startedMs < before.lastMs) return false
      const count = (before?.count ?? 0) + 1
      if (count === 1 && inARow.size >= KEPT_MAPS) inARow.clear()
      inARow.set(properties, { count, lastMs: time.endedMs })
      if (quarantined.has(properties) || quarantineAfter === undefined || count < quarantineAfter) return false
      quarantined.set(properties, `failed ${count} times in a row, last: ${message}`)
      return true
    },
    quarantine: properties => quarantined.get(properties),
    now() {
      const sorted = durations.toSorted((a, b) => a - b)
      const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]
      const [p50Ms, p99Ms] = [at(0.5), at(0.99)]
      const problem = [...quarantined.values()].at(-1) ?? last
      return {
        state: quarantined.size > 0 ? 'quarantined' : 'active',
        ...(problem !== undefined && { problem }),
        ...(failedAtMs !== undefined && { failedAtMs }),
        calls,
        failures,
        ...(p50Ms !== undefined && { p50Ms }),
        ...(p99Ms !== undefined && { p99Ms }),
      }
    },
  }
}

/** A property map as one text, to count by. */
export const propertiesText = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join(';')

/** Those of the properties that a unit declares, for people to see what it failed with; empty when there are none. */
export function ownPropertiesText(declared: Parameters, properties: Readonly<Record<string, string>>): string {
  const own = Object.entries(properties).filter(([name]) => Object.hasOwn(declared, name))
  return own.length === 0 ? '' : ` (with ${propertiesText(Object.fromEntries(own)).slice(0, 120)})`
}
