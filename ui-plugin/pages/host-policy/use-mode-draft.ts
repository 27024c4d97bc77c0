import { useState } from 'react'
import type { ClusterTuningView } from '../../../shared/api/tuning.ts'
import type { ClusterTuning } from '../../../shared/plan/tuning-state.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiFailure } from '../../api/api-failure.ts'
import { useAction } from '../../api/use-action.ts'
import { useKept } from '../app/kept-state.tsx'
import { useNewest } from '../app/use-newest.ts'

export type ModeDraft = ReturnType<typeof useModeDraft>

/** What a person chooses here; whether MOM is taken over from is asked for when it matters. */
export type Chosen = Pick<ClusterTuning, 'mode' | 'pinning' | 'memory'>

/** What was chosen and not saved, and what it was chosen in view of. */
type Draft = Readonly<{ chosen: Partial<Chosen>; seenAtMs: number }>

const parts = ['mode', 'pinning', 'memory'] as const

const seenOf = ({ saved }: ClusterTuningView): number => saved?.atMs ?? 0

/**
 * The settings of one cluster while a person chooses others. The choice stays when somebody else saves meanwhile (`isOlder`); nothing
 * is saved then until the reader drops it or goes on with it.
 */
export function useModeDraft(given: ClusterTuningView, onChange: () => void) {
  const client = useClient()
  const [loaded, answered] = useNewest(given)
  const { cluster, settings } = loaded
  const [draft, setDraft] = useKept<Draft | undefined>(`tuning of ${cluster.id}`, () => undefined)
  const [isSaved, setSaved] = useState(false)
  const [action, run, clear] = useAction()
  const chosen: Chosen = { ...settings, ...draft?.chosen }
  const isDirty = parts.some(part => chosen[part] !== settings[part])

  const start = (next: Draft | undefined) => {
    setDraft(next)
    setSaved(false)
    clear()
  }
  const isOlder = isDirty && draft?.seenAtMs !== seenOf(loaded)
  return {
    loaded,
    chosen,
    isDirty,
    isOlder,
    maySave: loaded.mayEdit && isDirty && !isOlder && action.state !== 'busy',
    isSaved,
    action,
    choose(next: Partial<Chosen>) {
      const all = { ...draft?.chosen, ...next }
      const isNew = parts.some(part => all[part] !== undefined && all[part] !== settings[part])
      start(isNew ? { chosen: all, seenAtMs: draft?.seenAtMs ?? seenOf(loaded) } : undefined)
    },
    dropDraft: () => start(undefined),
    keepDraft: () => start({ chosen, seenAtMs: seenOf(loaded) }),
    /** null: back to what is configured. `onConflict`: somebody else was first, and what they saved is being loaded. */
    async save(asked: ClusterTuning | null, onConflict: () => void): Promise<boolean> {
      setSaved(false)
      const reply = await run(signal =>
        client
          .configureTuning(cluster.id, { settings: asked, seenAtMs: draft?.seenAtMs ?? seenOf(loaded) }, signal)
          .catch((error: ApiFailure) => {
            if (error.code === 'state-conflict') onConflict()
            throw error
          }),
      )
      onChange() // also after a refusal: the reader should see what holds now
      const mine = reply?.clusters.find(one => one.cluster.id === cluster.id)
      if (mine === undefined) return false
      answered(mine)
      setDraft(undefined)
      setSaved(true)
      return true
    },
  }
}
