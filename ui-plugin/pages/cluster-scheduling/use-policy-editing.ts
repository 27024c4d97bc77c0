import { useCallback, useState } from 'react'
import type { ClusterPolicy } from '../../../shared/api/cluster-policy.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiFailure } from '../../api/api-failure.ts'
import { type Action, useAction } from '../../api/use-action.ts'
import { type Draft, emptyDraft, isDirty, problemsOf, toRequest } from './policy-draft.ts'

export type PolicyEditing = Readonly<{
  /** What the form is about: what was loaded when editing began, until it is saved, cancelled or compared. */
  policy: ClusterPolicy
  draft: Draft
  isDirty: boolean
  isBusy: boolean
  isSaved: boolean
  failure: ApiFailure | undefined
  /** What the cluster holds now, while it differs from what the draft was made from. */
  theirs: ClusterPolicy | undefined
  setValue(name: string, text: string): void
  setPolicy(id: string): void
  /** In place of what is typed. */
  take(draft: Draft): void
  save(): Promise<void>
  cancel(): void
  /** Resolves a conflict: `true` keeps the draft over the current values, `false` drops it. */
  settle(keepMine: boolean): void
}>

/**
 * A draft over the policy that was loaded when typing began. A newer `loaded` does not touch it: it becomes `theirs`, to
 * be compared. `onReload` asks for the current one after a refusal.
 */
export function usePolicyEditing(loaded: ClusterPolicy, onReload: () => void): PolicyEditing {
  const client = useClient()
  const [base, setBase] = useState(loaded)
  const [latest, setLatest] = useState(loaded)
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [isSaved, setSaved] = useState(false)
  const [action, run, clearFailure] = useAction()
  const dirty = isDirty(base, draft)

  if (latest !== loaded) {
    setLatest(loaded)
    if (!dirty || loaded.version === base.version) setBase(loaded)
  }

  const edit = useCallback(
    (change: (before: Draft) => Draft) => {
      setSaved(false)
      clearFailure()
      setDraft(change)
    },
    [clearFailure],
  )

  const start = (from: ClusterPolicy, values: Draft) => {
    setBase(from)
    edit(() => values)
  }

  return {
    policy: base,
    draft,
    isDirty: dirty,
    isBusy: action.state === 'busy',
    isSaved,
    failure: failureOf(action),
    theirs: dirty && latest.version !== base.version ? latest : undefined,
    setValue: (name, text) => edit(before => ({ ...before, values: { ...before.values, [name]: text } })),
    setPolicy: policyId => edit(before => ({ ...before, policyId })),
    take: kept => edit(() => kept),
    async save() {
      if (problemsOf(base, draft).size > 0) return
      const saved = await run(async signal => {
        try {
          return await client.saveClusterPolicy(base.cluster.id, toRequest(base, draft), signal)
        } catch (error) {
          onReload() // whatever was refused, the form should know what the cluster holds now
          throw error
        }
      })
      if (saved === undefined) return
      setLatest(saved)
      start(saved, emptyDraft)
      setSaved(true)
    },
    cancel: () => start(latest, emptyDraft),
    settle: keepMine => start(latest, keepMine ? draft : emptyDraft),
  }
}

const failureOf = (action: Action): ApiFailure | undefined => (action.state === 'failed' ? action.failure : undefined)
