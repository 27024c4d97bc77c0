import { useEffect, useRef, useState } from 'react'
import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { dropDraft, findDraft, type KeptDraft, keepDraft } from './kept-draft.ts'
import type { UnitsDraft } from './units-draft.ts'
import type { PolicyEditing } from './use-policy-editing.ts'
import type { UnitsEditing } from './use-units-editing.ts'

export type OfferedDraft = Readonly<{
  atMs: number
  /** The policy is another one than the draft was made from. */
  isOutdated: boolean
  /** Puts it into the form, in place of what is there. */
  take(): void
  drop(): void
}>

/** Keeps what is typed while it is not saved, and offers what an earlier visit left. undefined: there is nothing to offer. */
export function useKeptDraft(editing: PolicyEditing, units: UnitsEditing): OfferedDraft | undefined {
  const { policy, draft } = editing
  const clusterId = policy.cluster.id
  const [offered, setOffered] = useState(() => (policy.mayEdit ? findDraft(clusterId) : undefined))
  const [waiting, setWaiting] = useState<KeptDraft['units']>()
  const isDirty = editing.isDirty || units.isDirty
  const wasDirty = useRef<boolean>(false)

  useEffect(() => {
    if (isDirty) {
      const ofUnits = units.isDirty && units.policy ? { ...unitsKept(units.policy), draft: units.draft } : waiting
      const atMs = Date.now()
      keepDraft(clusterId, { atMs, draft, version: policy.version, ...(ofUnits && { units: ofUnits }) })
    } else if (wasDirty.current) {
      // It was saved or given up. What was offered before that is offered again.
      if (offered === undefined) dropDraft(clusterId)
      else keepDraft(clusterId, offered)
    }
    wasDirty.current = isDirty
  }, [clusterId, isDirty, draft, policy.version, units.isDirty, units.policy, units.draft, offered, waiting])

  // The units belong to the chosen policy, which may have to be loaded first.
  const { edit, policy: shown } = units
  useEffect(() => {
    if (waiting === undefined || shown?.policy.id !== waiting.policyId) return
    edit(() => known(waiting.draft, shown))
    setWaiting(undefined)
  }, [waiting, shown, edit])

  if (offered === undefined) return undefined
  return {
    atMs: offered.atMs,
    isOutdated:
      offered.version !== policy.version ||
      (offered.units?.policyId === shown?.policy.id && offered.units?.version !== shown?.version),
    take() {
      const isThere = policy.policies.some(({ id }) => id === offered.draft.policyId)
      const { policyId: _, ...values } = offered.draft
      editing.take(isThere ? offered.draft : values)
      setWaiting(offered.units)
      setOffered(undefined)
    },
    drop() {
      setOffered(undefined)
      if (!isDirty) dropDraft(clusterId)
    },
  }
}

const unitsKept = ({ policy, version }: PolicyUnits) => ({ policyId: policy.id, version })

/** Without units that have gone since. */
function known({ filters, weights, balanceUnitId }: UnitsDraft, { units }: PolicyUnits): UnitsDraft {
  const ids = new Set(units.map(({ id }) => id))
  const there = <T>(of: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(of).filter(([id]) => ids.has(id)))
  const isBalancerThere = balanceUnitId !== undefined && ids.has(balanceUnitId)
  return { filters: there(filters), weights: there(weights), ...(isBalancerThere && { balanceUnitId }) }
}
