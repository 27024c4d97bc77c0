import { bytesToMiB } from '../../shared/measure/memory.ts'
import { clamp } from '../../shared/measure/statistics.ts'
import type { HostStatistics } from '../../shared/model/host.ts'
import { find, findNumber, list, text, WireProblem } from './wire.ts'

/** Statistic name → its newest figure, of a reply or of an object that followed them. Texts are left out. */
export function readFigures(wire: unknown, path: string): ReadonlyMap<string, number> {
  const figures = new Map<string, number>()
  for (const statistic of list(wire, path)) {
    const name = text(statistic, 'name')
    const values = find(statistic, 'values.value')
    if (values !== undefined && !Array.isArray(values)) throw new WireProblem(`${name}.values.value`, 'is not a list')
    const datum = findNumber(values?.[0], 'datum')
    if (datum !== undefined) figures.set(name, datum)
  }
  return figures
}

/**
 * The engine reports what it does not know as 0. A host whose processor is neither busy nor idle was never measured, and a
 * total of 0 means that nothing of its kind is known: both are left out here instead of looking like an empty host.
 */
export function toHostStatistics(figures: ReadonlyMap<string, number>): HostStatistics {
  const user = figures.get('cpu.current.user') ?? 0
  const system = figures.get('cpu.current.system') ?? 0
  const idle = figures.get('cpu.current.idle') ?? 0
  const isMeasured = user + system + idle > 0
  if (!isMeasured && (figures.get('memory.used') ?? 0) === 0) return {}
  const load5m = figures.get('cpu.load.avg.5m')
  const ksmCpuPercent = figures.get('ksm.cpu.current')
  return {
    ...memory(figures),
    ...swap(figures),
    // Not 100 − idle: two digits leave a busy share of 0.4 % visible and hide an idle one of 99.6 %.
    ...(isMeasured && { cpuPercent: clamp(user + system > 0 ? user + system : 100 - idle, 0, 100) }),
    ...(load5m !== undefined && { load5m }),
    ...(ksmCpuPercent !== undefined && { ksmCpuPercent }),
  }
}

function memory(figures: ReadonlyMap<string, number>): HostStatistics {
  const used = figures.get('memory.used')
  const free = figures.get('memory.free')
  if ((figures.get('memory.total') ?? 0) <= 0 || used === undefined || free === undefined) return {}
  return { memoryUsedMiB: bytesToMiB(used), memoryFreeMiB: bytesToMiB(free) }
}

function swap(figures: ReadonlyMap<string, number>): HostStatistics {
  const total = figures.get('swap.total') ?? 0
  const used = figures.get('swap.used')
  return total > 0 && used !== undefined ? { swapTotalMiB: bytesToMiB(total), swapUsedMiB: bytesToMiB(used) } : {}
}
