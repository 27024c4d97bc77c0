import { useState } from 'react'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { HostModes } from '../../../shared/plan/tuning-state.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiFailure } from '../../api/api-failure.ts'
import { useAction } from '../../api/use-action.ts'
import { useKept } from '../app/kept-state.tsx'
import { useNewest } from '../app/use-newest.ts'

export type HostModesDraft = ReturnType<typeof useHostModes>

/** What was chosen and not saved, and what it was chosen in view of. */
type Draft = Readonly<{ modes: HostModes; seenAtMs: number }>

const seenOf = ({ saved }: HostTuning): number => saved?.atMs ?? 0
const NONE: HostModes = {}

/**
 * The modes of one host while a person chooses others. As with those of a cluster, a choice stays when somebody else saves meanwhile
 * (`isOlder`), and nothing is saved then until the reader drops it or goes on with it.
 */
export function useHostModes(hostId: string, given: HostTuning, onChange: () => void) {
  const client = useClient()
  const [loaded, answered] = useNewest(given)
  const [draft, setDraft] = useKept<Draft | undefined>(`tuning of host ${hostId}`, () => undefined)
  const [isSaved, setSaved] = useState(false)
  const [action, run, clear] = useAction()
  const before = loaded.saved?.modes ?? NONE
  const modes = draft?.modes ?? before
  const isDirty = modes.mode !== before.mode || modes.pinning !== before.pinning

  const start = (next: Draft | undefined) => {
    setDraft(next)
    setSaved(false)
    clear()
  }
  const isOlder = isDirty && draft?.seenAtMs !== seenOf(loaded)
  const choose = (part: keyof HostModes, mode: TuningMode | undefined) => {
    const { [part]: _, ...others } = modes
    start({
      modes: mode === undefined ? others : { ...others, [part]: mode },
      seenAtMs: draft?.seenAtMs ?? seenOf(loaded),
    })
  }
  return {
    ...{ loaded, modes, before, isDirty, isOlder, isSaved, action, choose },
    maySave: loaded.mayEdit && isDirty && !isOlder && action.state !== 'busy',
    dropDraft: () => start(undefined),
    keepDraft: () => start({ modes, seenAtMs: seenOf(loaded) }),
    /** No modes at all: as its cluster. `onConflict`: somebody else was first, and what they saved is being loaded. */
    async save(asked: HostModes, onConflict: () => void): Promise<boolean> {
      setSaved(false)
      const isNone = asked.mode === undefined && asked.pinning === undefined
      const seenAtMs = draft?.seenAtMs ?? seenOf(loaded)
      const reply = await run(signal =>
        client.setHostModes(hostId, { modes: isNone ? null : asked, seenAtMs }, signal).catch((error: ApiFailure) => {
          if (error.code === 'state-conflict') onConflict()
          throw error
        }),
      )
      onChange() // also after a refusal: the reader should see what holds now
      if (reply === undefined) return false
      answered(reply)
      setDraft(undefined)
      setSaved(true)
      return true
    },
  }
}
