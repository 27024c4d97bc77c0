import type { ClusterSummary, HostView } from '../../../shared/api/clusters.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import type { HostLoad } from '../../components/host-bars/host-load.ts'
import type { Use } from './best-proposal.ts'

/** The free memory that the policy wants on each host, in MiB, as a balancer's answer names it. */
export function memoryLimitOf(answer: Reason | undefined): number | undefined {
  const minimum = answer?.values.minimumMiB
  return typeof minimum === 'number' && minimum > 0 ? minimum : undefined
}

/** The memory use at which only `limitMiB` are left. */
export const limitPercent = (limitMiB: number, totalMiB: number): number =>
  totalMiB > 0 ? Math.max(0, 100 * (1 - limitMiB / totalMiB)) : 0

/** What the bars show: the hosts now, their limits, and where the best proposal would bring them. */
export function hostLoads(
  hosts: readonly HostView[],
  limits: ClusterSummary['limits'],
  limitMiB: number | undefined,
  after: ReadonlyMap<string, Use>,
): HostLoad[] {
  return hosts.map(host => {
    const { id, name, status, memoryTotalMiB, memoryUsedPercent, memoryFreeMiB, cpuPercent, vcpusPerCpu, swapUsedMiB } =
      host
    const then = after.get(id)
    return {
      id,
      name,
      status,
      activeVms: host.activeVms,
      migratingVms: host.migratingVms,
      ...(memoryUsedPercent !== undefined && { memoryPercent: memoryUsedPercent }),
      ...(memoryFreeMiB !== undefined && { memoryFreeMiB }),
      ...(cpuPercent !== undefined && { cpuPercent }),
      ...(vcpusPerCpu !== undefined && { vcpusPerCpu }),
      ...(swapUsedMiB !== undefined && { swapUsedMiB }),
      ...(then && { memoryAfterPercent: then.memoryPercent }),
      ...(then?.cpuPercent !== undefined && { cpuAfterPercent: then.cpuPercent }),
      ...(then?.vcpusPerCpu !== undefined && { vcpusPerCpuAfter: then.vcpusPerCpu }),
      memoryLimitPercent: Math.min(
        limits.memoryPercent,
        limitMiB === undefined ? 100 : limitPercent(limitMiB, memoryTotalMiB),
      ),
      cpuLimitPercent: limits.cpuPercent,
    }
  })
}
