import type { SchedulingPolicy } from '../../shared/model/cluster.ts'

/** The ids of all units that a policy uses, by which function whatever. */
export function unitIdsOf(policy: SchedulingPolicy | undefined): string[] {
  if (policy === undefined) return []
  const { filters, weights, balanceUnitId } = policy
  const ids = [...filters, ...weights].map(({ unitId }) => unitId)
  return balanceUnitId === undefined ? ids : [...ids, balanceUnitId]
}
