import type { HostView } from '../../../shared/api/clusters.ts'
import { isMove, type Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import type { HostLoad } from '../../components/host-bars/host-load.ts'

/** The free memory that the policy wants on each host, in MiB, as a balancer's answer names it. */
export function memoryLimitOf(answer: Reason | undefined): number | undefined {
  const minimum = answer?.values.minimumMiB
  return typeof minimum === 'number' && minimum > 0 ? minimum : undefined
}

/** The memory use at which only `limitMiB` are left. */
export const limitPercent = (limitMiB: number, totalMiB: number): number =>
  totalMiB > 0 ? Math.max(0, 100 * (1 - limitMiB / totalMiB)) : 0

/** What the bars show: the hosts now, the policy's limit, and where the open moves would bring them. */
export function hostLoads(
  hosts: readonly HostView[],
  limitMiB: number | undefined,
  moves: readonly Recommendation[],
): HostLoad[] {
  const after = new Map(
    moves
      .filter(isMove)
      .flatMap(({ effects }) => effects.map(effect => [effect.host.id, effect.memoryUsedAfterPercent] as const)),
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
      ...(limitMiB !== undefined && { memoryLimitPercent: limitPercent(limitMiB, memoryTotalMiB) }),
    }
  })
}
