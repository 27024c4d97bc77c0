import type { ClusterDetail, HostView } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { HostLoad } from '../../components/host-bars/host-load.ts'

/** The free memory that the policy wants on each host, in MiB, as the balancer's last answer names it. */
export function memoryLimitOf({ advice }: Pick<ClusterDetail, 'advice'>): number | undefined {
  const minimum = advice?.values.minimumMiB
  return typeof minimum === 'number' && minimum > 0 ? minimum : undefined
}

/** What the bars show: the hosts now, the policy's limit, and where the open moves would bring them. */
export function hostLoads(
  hosts: readonly HostView[],
  limitMiB: number | undefined,
  moves: readonly Recommendation[],
): HostLoad[] {
  const after = new Map(
    moves.flatMap(({ effects }) => effects.map(effect => [effect.host.id, effect.memoryUsedAfterPercent] as const)),
  )
  return hosts.map(host => {
    const { id, name, status, memoryTotalMiB, memoryUsedPercent, memoryFreeMiB, cpuPercent } = host
    const afterPercent = after.get(id)
    return {
      id,
      name,
      status,
      activeVms: host.activeVms,
      migratingVms: host.migratingVms,
      ...(memoryUsedPercent !== undefined && { memoryPercent: memoryUsedPercent }),
      ...(memoryFreeMiB !== undefined && { memoryFreeMiB }),
      ...(cpuPercent !== undefined && { cpuPercent }),
      ...(afterPercent !== undefined && { memoryAfterPercent: afterPercent }),
      ...(limitMiB !== undefined &&
        memoryTotalMiB > 0 && { memoryLimitPercent: Math.max(0, 100 * (1 - limitMiB / memoryTotalMiB)) }),
    }
  })
}
