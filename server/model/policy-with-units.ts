import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { PolicyContent } from '../../shared/policy/unit-changes.ts'

/** A policy as if it consisted of these units. */
export function policyWithUnits(policy: SchedulingPolicy, units: PolicyContent): SchedulingPolicy {
  const { balanceUnitId: _, ...rest } = policy
  const { filters, weights, balanceUnitId } = units
  return { ...rest, filters, weights, ...(balanceUnitId !== undefined && { balanceUnitId }) }
}
