import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Named } from '../../shared/plan/named.ts'
import { indexSnapshot } from './indexed-snapshot.ts'
import { externalUnitsOf } from './units-of-policy.ts'

/** Name of an external unit → the scheduling policies that use it, whether a cluster has them or not. */
export function policiesByUnit(snapshot: Snapshot): Map<string, Named[]> {
  const index = indexSnapshot(snapshot)
  const using = new Map<string, Named[]>()
  for (const policy of snapshot.policies) {
    const { id, name } = policy
    for (const unit of externalUnitsOf(policy, index)) using.set(unit, [...(using.get(unit) ?? []), { id, name }])
  }
  return using
}
