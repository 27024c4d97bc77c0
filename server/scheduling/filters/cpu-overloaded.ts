import { reason } from '../../../shared/policy/reason.ts'
import { effectiveLoad, hasStatistics } from '../facts/host-load.ts'
import { integerProperty } from '../facts/properties.ts'
import { dropped, eachHost, type FilterUnit, keptBecause, unknown } from '../unit.ts'

const MINUTE_MS = 60_000

/** Drops hosts whose CPUs have been busy for long. Source: rules §6.2. */
export const cpuOverloadedFilter: FilterUnit = {
  kind: 'filter',
  id: '98842bc5-4094-4b83-8224-7b50f86a94c9',
  name: 'CPUOverloaded',
  properties: ['HighUtilization', 'CpuOverCommitDurationMinutes'],
  filter: eachHost((_group, host, situation) => {
    const { config, properties, nowMs, cluster } = situation
    if (!hasStatistics(host)) return dropped(reason('no-statistics', 'Its CPU load is not known.'))
    const highPercent = integerProperty(properties, 'HighUtilization', config.HighUtilizationForScheduling)
    const minutes = integerProperty(properties, 'CpuOverCommitDurationMinutes', config.CpuOverCommitDurationMinutes)
    const loadPercent = effectiveLoad(host, situation, { pending: false, threadsAsCores: cluster.threadsAsCores })
    const values = { loadPercent, highPercent, minutes }
    if (loadPercent <= highPercent) {
      return keptBecause(reason('cpu-load-within', `CPU load ${loadPercent} % is at most ${highPercent} %.`, values))
    }
    if (host.cpuOverCommitSinceMs === undefined) return unknown('host.cpuOverCommitSinceMs')
    const { cpuOverCommitSinceMs: sinceMs } = host
    if (sinceMs === null || nowMs - sinceMs < minutes * MINUTE_MS) {
      const text = `CPU load ${loadPercent} % is above ${highPercent} %, but not yet for ${minutes} min.`
      return keptBecause(reason('cpu-load-brief', text, values))
    }
    const text = `CPU load ${loadPercent} % has been above ${highPercent} % for ${minutes} min or more.`
    return dropped(reason('cpu-overloaded', text, values))
  }),
}
