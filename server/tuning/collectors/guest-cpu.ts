import type { CpuTune, GuestReading } from '../../../shared/model/host-reading.ts'
import type { GuestCollector, Readings } from './collector.ts'
import { integer, told } from './figures.ts'

/**
 * `vcpu_quota` and `vcpu_period` in µs, `vcpu_user_limit` in percent of the whole host, `vcpu_count`: vCPUs that are online. A
 * guest that does not tell how many it has is not ready. mom/Collectors/GuestCpuTune.py
 */
export const guestCpuTune: GuestCollector = {
  name: 'GuestCpuTune',
  mandatory: ['vcpu_quota', 'vcpu_period', 'vcpu_user_limit', 'vcpu_count'],
  optional: [],
  collect: ({ now: { cpuTune, cpuLimitPercent, vcpuCount } }) =>
    told({
      vcpu_quota: quotaOf(cpuTune),
      // 0: not told, as MOM has it.
      vcpu_period: integer(cpuTune?.periodUs ?? 0),
      vcpu_user_limit: integer(cpuLimitPercent ?? 100),
      vcpu_count: vcpuCount === undefined || vcpuCount === 0 ? undefined : integer(vcpuCount),
    }),
}

/**
 * Without a limit: -1. MOM sees 0 from vdsm while nobody ever set a quota, -1 from both once somebody took one away, and from
 * libvirt on cgroup v2 the largest number there is. -1 is also what the shipped policy sets for "no limit", so that one
 * which compares before it sets finds nothing to do.
 */
const quotaOf = (tune: CpuTune | undefined): bigint =>
  tune?.quotaUs === undefined || tune.quotaUs === 'unlimited' ? -1n : integer(tune.quotaUs)

/**
 * Ours, not MOM's; both floats. `cpu_usage_pct`: 100 is one CPU in full use, two busy vCPUs are 200. `steal_pct`: how long the
 * guest's vCPUs could have run but had no CPU, mean of them all, 0 to 100, as `top` inside the guest shows it.
 */
export const guestLoad: GuestCollector = {
  name: 'GuestLoad',
  mandatory: [],
  optional: ['cpu_usage_pct', 'steal_pct'],
  collect: guest => ({ cpu_usage_pct: usagePercent(guest), steal_pct: stealPercent(guest) }),
}

const NS_PER_MS = 1e6

function usagePercent({ now, before, elapsedMs }: Readings<GuestReading>): number | null {
  if (now.cpuPercent !== undefined) return now.cpuPercent
  const [later, earlier] = [now.cpuTimeNs, before?.cpuTimeNs]
  if (later === undefined || earlier === undefined || !elapsedMs || later < earlier) return null
  return (100 * (later - earlier)) / (elapsedMs * NS_PER_MS)
}

function stealPercent({ now, before, elapsedMs }: Readings<GuestReading>): number | null {
  if (before === undefined || !elapsedMs) return null
  const earlierOf = new Map(before.vcpus.map(({ index, delayNs }) => [index, delayNs]))
  const delays = now.vcpus.flatMap(({ index, delayNs }) => {
    const earlierNs = earlierOf.get(index)
    return delayNs === undefined || earlierNs === undefined || delayNs < earlierNs ? [] : [delayNs - earlierNs]
  })
  if (delays.length === 0) return null
  const meanNs = delays.reduce((sum, delay) => sum + delay, 0) / delays.length
  return Math.min(100, (100 * meanNs) / (elapsedMs * NS_PER_MS))
}
