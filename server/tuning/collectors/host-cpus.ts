import type { HostCollector } from './collector.ts'
import { integer, orNil } from './figures.ts'

/** `cpu_count`: CPUs that are online. mom/Collectors/HostCpu.py */
export const hostCpu: HostCollector = {
  name: 'HostCpu',
  mandatory: ['cpu_count'],
  optional: [],
  // No CPU at all: the host did not tell them.
  collect: ({ now: { cpus } }) => (cpus.length > 0 ? { cpu_count: integer(cpus.length) } : undefined),
}

/** Ours, not MOM's. `cpu_busy_pct`: how much of all CPUs together was in use since the sample before, 0 to 100, a float. */
export const hostPressure: HostCollector = {
  name: 'HostPressure',
  mandatory: [],
  optional: ['cpu_busy_pct'],
  collect: ({ now: { use } }) =>
    use ? { cpu_busy_pct: Math.min(100, use.userPercent + use.systemPercent) } : undefined,
}

/** Ours, not MOM's. Lists with one entry for each NUMA node, in the order of their numbers: memory in kB. */
export const hostNuma: HostCollector = {
  name: 'HostNuma',
  mandatory: [],
  optional: ['numa_mem_total', 'numa_mem_free'],
  collect({ now: { numaNodes } }) {
    if (numaNodes.length === 0) return undefined
    const nodes = numaNodes.toSorted((a, b) => a.id - b.id)
    return {
      numa_mem_total: nodes.map(({ totalKiB }) => orNil(totalKiB)),
      numa_mem_free: nodes.map(({ freeKiB }) => orNil(freeKiB)),
    }
  },
}
