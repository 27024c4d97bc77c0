import { useState } from 'react'
import type { ClusterTuningView } from '../../../shared/api/tuning.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { ClusterTuning } from '../../../shared/plan/tuning-state.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiFailure } from '../../api/api-failure.ts'
import { useAction } from '../../api/use-action.ts'
import { useKept } from '../app/kept-state.tsx'
import { useNewest } from '../app/use-newest.ts'

export type ModeDraft = ReturnType<typeof useModeDraft>

/** A mode that was chosen and not saved, and what it was chosen in view of. */
type Draft = Readonly<{ mode: TuningMode; seenAtMs: number }>

const seenOf = ({ saved }: ClusterTuningView): number => saved?.atMs ?? 0

/**
 * The mode of one cluster while a person chooses another. The choice stays when somebody else saves meanwhile (`isOlder`); nothing
 * is saved then until the reader drops it or goes on with it.
 */
export function useModeDraft(given: ClusterTuningView, onChange: () => void) {
  const client = useClient()
  const [loaded, answered] = useNewest(given)
  const { cluster, settings } = loaded
  const [draft, setDraft] = useKept<Draft | undefined>(`tuning of ${cluster.id}`, () => undefined)
  const [isSaved, setSaved] = useState(false)
  const [action, run, clear] = useAction()
  const mode = draft?.mode ?? settings.mode
  const isDirty = mode !== settings.mode

  const start = (next: Draft | undefined) => {
    setDraft(next)
    setSaved(false)
    clear()
  }
  const isOlder = isDirty && draft?.seenAtMs !== seenOf(loaded)
  return {
    loaded,
    mode,
    isDirty,
    isOlder,
    maySave: loaded.mayEdit && isDirty && !isOlder && action.state !== 'busy',
    isSaved,
    action,
    choose: (next: TuningMode) =>
      start(next === settings.mode ? undefined : { mode: next, seenAtMs: draft?.seenAtMs ?? seenOf(loaded) }),
    dropDraft: () => start(undefined),
    keepDraft: () => start({ mode, seenAtMs: seenOf(loaded) }),
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
