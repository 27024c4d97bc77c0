import type { Sample } from '../../language/entity.ts'
import type { Value } from '../../language/value.ts'
import type { Readings } from './collector.ts'

/** A collector that threw. Its figures are missing from that sample; the others are not. */
export type CollectorProblem = Readonly<{ collector: string; message: string }>

/** One host or one guest over time, by the rules of MOM: mom/Monitor.py. */
export type Monitor<Reading, Context> = Readonly<{
  /** Collects one sample. It is thrown away when a mandatory field is absent; older ones stay for when it is there again. */
  take(readings: Readings<Reading>, context: Context): readonly CollectorProblem[]
  /** Whether the last sample was whole. false before the first. */
  isReady(): boolean
  /** Mandatory fields that the last sample lacked. Before the first: all. */
  missing(): readonly string[]
  /** Oldest first; never the same list again after it changed. Each has every declared field and no other. */
  samples(): readonly Sample[]
}>

type Collector<Reading, Context> = Readonly<{
  name: string
  mandatory: readonly string[]
  optional: readonly string[]
  collect(readings: Readings<Reading>, context: Context): Sample | undefined
}>

/**
 * A field that one collector needs is needed, also where another would do without. Of two that supply it, the first with more
 * than nil is believed. `historyLength`: samples that are kept, 1 or more.
 */
export function createMonitor<Reading, Context>(
  collectors: readonly Collector<Reading, Context>[],
  historyLength: number,
): Monitor<Reading, Context> {
  const needed = new Set(collectors.flatMap(({ mandatory }) => mandatory))
  const fields = [...new Set([...needed, ...collectors.flatMap(({ optional }) => optional)])]
  let missing: readonly string[] = [...needed]
  let isReady = false
  let samples: readonly Sample[] = []

  return {
    take(readings, context) {
      const problems: CollectorProblem[] = []
      const parts: Sample[] = []
      for (const collector of collectors) {
        try {
          const part = collector.collect(readings, context)
          if (part !== undefined) parts.push(part)
        } catch (error) {
          problems.push({ collector: collector.name, message: error instanceof Error ? error.message : String(error) })
        }
      }
      // Field by field in one order, so that all samples of a fleet share one shape and stay small.
      const sample: Record<string, Value> = {}
      const absent: string[] = []
      for (const field of fields) {
        const value = firstOf(parts, field)
        if (value === undefined && needed.has(field)) absent.push(field)
        sample[field] = value ?? null
      }
      missing = absent
      isReady = missing.length === 0
      if (isReady) samples = [...samples, sample].slice(-historyLength)
      return problems
    },
    isReady: () => isReady,
    missing: () => missing,
    samples: () => samples,
  }
}

/** undefined: no part has it. */
function firstOf(parts: readonly Sample[], field: string): Value | undefined {
  let found: Value | undefined
  for (const part of parts) {
    const value = part[field]
    if (value !== undefined && value !== null) return value
    if (value === null) found = null
  }
  return found
}
