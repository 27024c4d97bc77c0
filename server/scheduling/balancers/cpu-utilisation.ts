/** Which hosts are busy and which idle by the CPU rules that the balancers share. Source: rules §9.2. */
import { reason } from '../../../shared/policy/reason.ts'
import type { EngineConfig } from '../facts/engine-config.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { effectiveLoad, sharedCpus } from '../facts/host-load.ts'
import { integerProperty } from '../facts/properties.ts'
import { type Situation, vmsOn } from '../facts/situation.ts'
import { isExclusive, vcpusOf } from '../facts/vm-facts.ts'
import { unknown } from '../unit.ts'
import { type Judged, type Judgement, no, yes } from './judgement.ts'

const MINUTE_MS = 60_000

export type CpuLimit = Readonly<{
  percent: number
  /** The engine honours the cluster's setting only in one of its tests and when it sorts. */
  threadsAsCores: boolean
  /** vCPUs per CPU from which a host counts as busy whatever its load; absent or 0: not looked at. */
  ratio?: number
}>

/** An inner limit, so that a VM that moved does not make its new host busy at once. Source: rules §9.3 (lo, hv). */
export const innerLimitPercent = (highPercent: number, config: EngineConfig): number =>
  Math.min(
    Math.floor((config.UtilizationThresholdInPercent * highPercent) / 100),
    highPercent - config.VcpuConsumptionPercentage,
  )

const minutesOf = ({ properties, config }: Situation): number =>
  integerProperty(properties, 'CpuOverCommitDurationMinutes', config.CpuOverCommitDurationMinutes)

/** The statistic without which the engine cannot judge a host (there: an exception that ends the run). */
export function missingStatistic({ cores, threads, usagePercent }: HostFacts): string | undefined {
  if (cores === undefined) return 'host.cores'
  if (threads === undefined) return 'host.threads'
  return usagePercent === undefined ? 'host.usagePercent' : undefined
}

const loadOf = (host: HostFacts, situation: Situation, threadsAsCores: boolean): number =>
  effectiveLoad(host, situation, { pending: false, threadsAsCores })

/** Busy for long while it has VMs, or with too many vCPUs per CPU. Source: rules §9.2 (cpuOver). */
export function cpuOver(host: HostFacts, situation: Situation, limit: CpuLimit): Judgement {
  const missing = missingStatistic(host)
  if (missing !== undefined) return unknown(missing)
  const { percent: limitPercent, ratio: limitRatio = 0, threadsAsCores } = limit
  const loadPercent = loadOf(host, situation, threadsAsCores)
  const minutes = minutesOf(situation)
  const values = { loadPercent, limitPercent, minutes }
  if (limitRatio > 0) {
    const vcpus = vmsOn(situation, host.id)
      .filter(({ pinning }) => !isExclusive(pinning))
      .reduce((sum, vm) => sum + vcpusOf(vm), 0)
    const cpus = sharedCpus(host, situation, { pending: false, threadsAsCores })
    if (vcpus / cpus >= limitRatio) {
      const text = `Its VMs have ${vcpus} vCPUs on ${cpus} CPUs: ${limitRatio} or more per CPU.`
      return yes(reason('vcpu-ratio-high', text, { vcpus, cpus, limitRatio }))
    }
  }
  if (loadPercent < limitPercent) {
    return no(reason('cpu-load-below', `CPU load ${loadPercent} % is below ${limitPercent} %.`, values))
  }
  if (host.vmCount === 0) {
    const text = `CPU load ${loadPercent} % is at least ${limitPercent} %, but it has no VMs.`
    return no(reason('cpu-load-without-vms', text, values))
  }
  if (host.cpuOverCommitSinceMs === undefined) return unknown('host.cpuOverCommitSinceMs')
  const { cpuOverCommitSinceMs: sinceMs } = host
  if (sinceMs === null || situation.nowMs - sinceMs < minutes * MINUTE_MS) {
    const text = `CPU load ${loadPercent} % is at least ${limitPercent} %, but not yet for ${minutes} min.`
    return no(reason('cpu-load-brief', text, values))
  }
  const text = `CPU load ${loadPercent} % has been at least ${limitPercent} % for ${minutes} min or more.`
  return yes(reason('cpu-load-high', text, values))
}

/** Idle, and if it is marked as out of bounds then for long; with VMs enough. Source: rules §9.2 (cpuUnder). */
export function cpuUnder(host: HostFacts, situation: Situation, limit: CpuLimit, minVms: number): Judgement {
  const missing = missingStatistic(host)
  if (missing !== undefined) return unknown(missing)
  const { percent: limitPercent, threadsAsCores } = limit
  const loadPercent = loadOf(host, situation, threadsAsCores)
  const minutes = minutesOf(situation)
  const values = { loadPercent, limitPercent, minutes }
  if (loadPercent >= limitPercent) {
    return no(reason('cpu-load-not-low', `CPU load ${loadPercent} % is not below ${limitPercent} %.`, values))
  }
  const { vmCount } = host
  if (vmCount < minVms) {
    const text = `CPU load ${loadPercent} % is below ${limitPercent} %, but it has ${vmCount} VMs of ${minVms}.`
    return no(reason('cpu-low-few-vms', text, { ...values, vmCount, minVms }))
  }
  if (host.cpuOverCommitSinceMs === undefined) return unknown('host.cpuOverCommitSinceMs')
  const { cpuOverCommitSinceMs: sinceMs } = host
  if (sinceMs !== null && situation.nowMs - sinceMs < minutes * MINUTE_MS) {
    const text = `CPU load ${loadPercent} % is below ${limitPercent} %, but has been out of bounds within ${minutes} min.`
    return no(reason('cpu-low-brief', text, values))
  }
  return yes(reason('cpu-load-low', `CPU load ${loadPercent} % is below ${limitPercent} %.`, values))
}

/** Sorting honours the cluster's setting for threads always. Hosts of equal load keep their order. Source: rules §9.2. */
export function byCpuLoad(
  judged: readonly Judged[],
  situation: Situation,
  order: 'busiest-first' | 'idlest-first',
): readonly Judged[] {
  const sign = order === 'busiest-first' ? -1 : 1
  return judged
    .map(entry => ({ entry, load: loadOf(entry.host, situation, situation.cluster.threadsAsCores) }))
    .toSorted((a, b) => sign * (a.load - b.load))
    .map(({ entry }) => entry)
}
