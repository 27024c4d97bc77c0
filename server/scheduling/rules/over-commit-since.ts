import { effectiveLoad, hasStatistics } from '../facts/host-load.ts'
import { integerProperty } from '../facts/properties.ts'
import type { Situation } from '../facts/situation.ts'

/** By host id: since when its load has been out of bounds, in ms; null: it is within them. Absent: never measured. */
export type OverCommitSince = ReadonlyMap<string, number | null>

/**
 * The engine's timestamp of CPU overcommit, one read further: kept while the load is at or above HighUtilization or at or
 * below LowUtilization, cleared in between. A quirk of the engine: a host that jumps from one end to the other keeps the
 * old time. A host without statistics keeps what it had. Source: rules §2.3.
 */
export function overCommitSince(before: OverCommitSince, situation: Situation): OverCommitSince {
  const { hosts, properties, config, nowMs } = situation
  const highPercent = integerProperty(properties, 'HighUtilization', config.HighUtilizationForEvenlyDistribute)
  const lowPercent = integerProperty(properties, 'LowUtilization', config.LowUtilizationForEvenlyDistribute)
  return new Map(
    hosts.flatMap(host => {
      const known = before.get(host.id)
      if (!hasStatistics(host)) return known === undefined ? [] : [[host.id, known] as const]
      const load = effectiveLoad(host, situation, { pending: false, threadsAsCores: false })
      const isOut = load >= highPercent || load <= lowPercent
      return [[host.id, isOut ? (known ?? nowMs) : null] as const]
    }),
  )
}
