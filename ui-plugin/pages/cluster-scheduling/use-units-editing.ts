import { useCallback, useState } from 'react'
import type { EditedContent, PolicyUnits } from '../../../shared/api/policy-units.ts'
import type { UnitChange } from '../../../shared/policy/unit-changes.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiFailure } from '../../api/api-failure.ts'
import { useAction } from '../../api/use-action.ts'
import { type Remote, useRemote } from '../../api/use-remote.ts'
import { contentWith, emptyUnitsDraft, type UnitsDraft, unitsChanged } from './units-draft.ts'

export type UnitsEditing = Readonly<{
  /** undefined data: there is no policy to show units of. */
  remote: Remote<PolicyUnits | undefined>
  /** What the form is about: what was loaded when editing began, until it is saved, cancelled or compared. */
  policy: PolicyUnits | undefined
  draft: UnitsDraft
  /** What the policy would consist of, where that differs and can be saved. */
  content: EditedContent | undefined
  changes: readonly UnitChange[]
  isDirty: boolean
  hasProblems: boolean
  isBusy: boolean
  isSaved: boolean
  failure: ApiFailure | undefined
  /** What the policy holds now, while it differs from what the draft was made from. */
  theirs: PolicyUnits | undefined
  edit(change: (before: UnitsDraft) => UnitsDraft): void
  /** Whether it was saved. */
  save(): Promise<boolean>
  cancel(): void
  settle(keepMine: boolean): void
  reload(): void
}>

type Edited = Readonly<{ base: PolicyUnits; latest: PolicyUnits; draft: UnitsDraft }>

/** A draft over the units of one policy; another policy begins with none. As `usePolicyEditing` otherwise. */
export function useUnitsEditing(clusterId: string, policyId: string | undefined): UnitsEditing {
  const client = useClient()
  const load = useCallback(
    async (signal: AbortSignal) => (policyId === undefined ? undefined : client.getPolicyUnits(policyId, signal)),
    [client, policyId],
  )
  const [remote, reload] = useRemote(load, change => change.type === 'policy' && change.clusterId === clusterId)
  const loaded = remote.state === 'ready' ? remote.data : undefined
  const [seen, setSeen] = useState<PolicyUnits>()
  const [edited, setEdited] = useState<Edited>()
  const [isSaved, setSaved] = useState(false)
  const [action, run, clearFailure] = useAction()
  if (seen !== loaded) {
    setSeen(loaded)
    // What is missing of a save of ours is no change of somebody else.
    const isOurs = action.state === 'failed' && action.failure.code === 'partly-saved'
    setEdited(loaded && withLatest(edited, loaded, isOurs))
  }
  const current = edited?.base.policy.id === policyId ? edited : undefined
  const changes = current && unitsChanged(current.base, current.draft)
  const hasProblems = current !== undefined && changes === undefined
  const isDirty = hasProblems || (changes ?? []).length > 0

  const start = (base: PolicyUnits, draft: UnitsDraft) => {
    clearFailure()
    setEdited({ base, latest: base, draft })
  }

  return {
    remote,
    policy: current?.base,
    draft: current?.draft ?? emptyUnitsDraft,
    content: isDirty && current ? contentWith(current.base, current.draft) : undefined,
    changes: changes ?? [],
    isDirty,
    hasProblems,
    isBusy: action.state === 'busy',
    isSaved,
    failure: action.state === 'failed' ? action.failure : undefined,
    theirs: isDirty && current && current.latest.version !== current.base.version ? current.latest : undefined,
    edit(change) {
      setSaved(false)
      clearFailure()
      setEdited(before => before && { ...before, draft: change(before.draft) })
    },
    async save() {
      const content = current && contentWith(current.base, current.draft)
      if (current === undefined || content === undefined) return false
      const { policy, version } = current.base
      const saved = await run(signal => client.savePolicyUnits(policy.id, { version, content }, signal))
      // Whatever was refused, or saved in part, the form should know what the policy holds now.
      reload()
      if (saved === undefined) return false
      start(saved, emptyUnitsDraft)
      setSaved(true)
      return true
    },
    cancel: () => current && start(current.latest, emptyUnitsDraft),
    settle: keepMine => current && start(current.latest, keepMine ? current.draft : emptyUnitsDraft),
    reload,
  }
}

/** A newer policy does not touch a draft: it waits to be compared. */
function withLatest(edited: Edited | undefined, loaded: PolicyUnits, isOurs: boolean): Edited {
  const fresh = { base: loaded, latest: loaded, draft: emptyUnitsDraft }
  if (edited === undefined || edited.base.policy.id !== loaded.policy.id) return fresh
  const { base, draft } = edited
  if (isOurs || base.version === loaded.version) return { ...fresh, draft }
  const isDirty = unitsChanged(base, draft)?.length !== 0
  return isDirty ? { base, latest: loaded, draft } : fresh
}
