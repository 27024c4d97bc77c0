import type { Snapshot } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from './indexed-snapshot.ts'
import { unitIdsOf } from './units-of-policy.ts'

type Named = Readonly<{ id: string; name: string }>

/** Name of an external unit → the scheduling policies that use it, whether a cluster has them or not. */
export function policiesByUnit(snapshot: Snapshot): Map<string, Named[]> {
  const { units } = indexSnapshot(snapshot)
  const using = new Map<string, Named[]>()
  for (const policy of snapshot.policies) {
    const ours = unitIdsOf(policy).flatMap(id => {
      const unit = units.get(id)
      return unit?.internal === false ? [unit.name] : []
    })
    const { id, name } = policy
    for (const unit of new Set(ours)) using.set(unit, [...(using.get(unit) ?? []), { id, name }])
  }
  return using
}
