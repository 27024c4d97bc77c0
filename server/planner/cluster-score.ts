import { clamp, standardDeviation } from '../../shared/measure/statistics.ts'
import type { Host } from '../../shared/model/host.ts'

/** Standard deviation of use over the measured hosts, in percentage points. Absent: no host was measured. */
export type Imbalance = Readonly<{ memoryPercent?: number; cpuPercent?: number }>

export type ClusterScore = Readonly<{ score?: number; imbalance: Imbalance }>

/** Use up to here costs no points; at 100 % none are left. Ours: the engine's own high-utilisation default is 80 too. */
const COMFORTABLE_PERCENT = 80

/**
 * How well the hosts that are up are placed, 0..100, and how uneven they are. For memory and for CPU:
 * evenness = 100 − 2 × standard deviation (which cannot exceed 50), and headroom = 100 while the fullest host is at most
 * 80 % used, falling in a straight line to 0 at 100 %. The score is the lowest of these, whole: the worst aspect is the
 * one to look at, and an average would hide it. A host without a figure does not count for that figure; with no figure
 * at all there is no score.
 */
export function clusterScore(hosts: readonly Host[]): ClusterScore {
  const up = hosts.filter(host => host.status === 'up')
  const memory = known(up.map(memoryUsedPercent))
  const cpu = known(up.map(host => host.statistics.cpuPercent)).map(percent => clamp(percent, 0, 100))
  const score = scoreOfUses({ memory, cpu })
  const memoryPercent = standardDeviation(memory)
  const cpuPercent = standardDeviation(cpu)
  return {
    ...(score !== undefined && { score }),
    imbalance: {
      ...(memoryPercent !== undefined && { memoryPercent: oneDecimal(memoryPercent) }),
      ...(cpuPercent !== undefined && { cpuPercent: oneDecimal(cpuPercent) }),
    },
  }
}

/** The score by what hosts use of memory and CPU, in percent. undefined: nothing is known of either. */
export function scoreOfUses({
  memory,
  cpu,
}: Readonly<Record<'memory' | 'cpu', readonly number[]>>): number | undefined {
  const aspects = [memory, cpu]
    .map(uses => uses.map(percent => clamp(percent, 0, 100)))
    .flatMap(uses => (uses.length === 0 ? [] : [evenness(uses), headroomOf(uses)]))
  return aspects.length === 0 ? undefined : Math.round(Math.min(...aspects))
}

/** Physical memory that is not free, in percent; undefined when the engine gave no free memory or no size. */
export function memoryUsedPercent({ totalMiB, statistics }: Host): number | undefined {
  const { memoryFreeMiB } = statistics
  if (memoryFreeMiB === undefined || !Number.isFinite(memoryFreeMiB) || !(totalMiB > 0)) return undefined
  return clamp((100 * (totalMiB - memoryFreeMiB)) / totalMiB, 0, 100)
}

const evenness = (uses: readonly number[]): number => 100 - 2 * (standardDeviation(uses) ?? 0)

/** 100 while the fullest is comfortable, 0 where it is full. */
export const headroomOf = (uses: readonly number[]): number =>
  clamp((100 * (100 - Math.max(...uses))) / (100 - COMFORTABLE_PERCENT), 0, 100)

const known = (values: readonly (number | undefined)[]): number[] =>
  values.filter(value => value !== undefined && Number.isFinite(value)).map(Number)

const oneDecimal = (value: number): number => Math.round(value * 10) / 10
