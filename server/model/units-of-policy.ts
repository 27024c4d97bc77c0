import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { IndexedSnapshot } from './indexed-snapshot.ts'

/** The ids of all units that a policy uses, by which function whatever: filters, weights, the balancer. */
export function unitIdsOf(policy: SchedulingPolicy | undefined): string[] {
  if (policy === undefined) return []
  const { filters, weights, balanceUnitId } = policy
  const ids = [...filters, ...weights].map(({ unitId }) => unitId)
  return balanceUnitId === undefined ? ids : [...ids, balanceUnitId]
}

/** The names of the external units among them, each once. */
export function externalUnitsOf(
  policy: SchedulingPolicy | undefined,
  { units }: Pick<IndexedSnapshot, 'units'>,
): ReadonlySet<string> {
  const used = unitIdsOf(policy).flatMap(id => units.get(id) ?? [])
  return new Set(used.filter(({ internal }) => !internal).map(({ name }) => name))
}
