import type { Plan, PlannedHost } from '../../../shared/plan/plan.ts'
import { type HostAt, hostsAt, type PlanInstant } from '../../../shared/plan/plan-instants.ts'

/** What is shown of a host at one point of a plan. */
export type ShownUse = Pick<HostAt, 'memoryPercent' | 'cpuPercent' | 'vcpusPerCpu' | 'vms'>

/** Which point it is: both ends are known of any plan, what lies between only of those whose steps carry figures. */
export type Point = Readonly<{ instant: PlanInstant; isFirst: boolean; isLast: boolean }>

/** Host id → its use at a point; undefined: not known. */
export function usesAt(plan: Plan, { instant, isFirst, isLast }: Point): ReadonlyMap<string, ShownUse> | undefined {
  if (!isFirst && !isLast) return hostsAt(plan, instant)
  const use = isLast ? after : before
  return new Map(plan.hosts.map(host => [host.host.id, use(host)]))
}

const before = (host: PlannedHost): ShownUse => ({
  memoryPercent: host.memoryBeforePercent,
  cpuPercent: host.cpuBeforePercent,
  ...(host.vcpusPerCpuBefore !== undefined && { vcpusPerCpu: host.vcpusPerCpuBefore }),
  vms: host.vmsBefore,
})

const after = (host: PlannedHost): ShownUse => ({
  memoryPercent: host.memoryAfterPercent,
  cpuPercent: host.cpuAfterPercent,
  ...(host.vcpusPerCpuAfter !== undefined && { vcpusPerCpu: host.vcpusPerCpuAfter }),
  vms: host.vmsAfter,
})
