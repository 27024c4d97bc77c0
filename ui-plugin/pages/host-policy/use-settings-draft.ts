import { useState } from 'react'
import type { ApiFailure } from '../../api/api-failure.ts'
import { useAction } from '../../api/use-action.ts'
import { useKept } from '../app/kept-state.tsx'
import { useNewest } from '../app/use-newest.ts'

/** What a person may set, as it was loaded. `saved`: who set it last, if anybody. */
type Settable = Readonly<{ mayEdit: boolean; saved?: Readonly<{ atMs: number }> | undefined }>

/** What was chosen and not saved, and what it was chosen in view of. */
type Draft<Choice> = Readonly<{ choice: Choice; seenAtMs: number }>

export type SettingsDraftAsked<Loaded extends Settable, Choice, Asked> = Readonly<{
  /** The choice is kept under it while the reader looks at something else. */
  key: string
  given: Loaded
  isNew: (choice: Choice, loaded: Loaded) => boolean
  /** Resolves with what holds then; undefined: it did not tell of this. Rejects with ApiFailure. */
  send: (asked: Asked, seenAtMs: number, signal: AbortSignal) => Promise<Loaded | undefined>
  onChange: () => void
}>

/**
 * Settings while a person chooses others. The choice stays when somebody else saves meanwhile (`isOlder`); nothing is saved then until the
 * reader drops it or goes on with it.
 */
export function useSettingsDraft<Loaded extends Settable, Choice, Asked>(
  asked: SettingsDraftAsked<Loaded, Choice, Asked>,
) {
  const { key, given, isNew, send, onChange } = asked
  const [loaded, answered] = useNewest(given)
  const [draft, setDraft] = useKept<Draft<Choice> | undefined>(key, () => undefined)
  const [isSaved, setSaved] = useState(false)
  const [action, run, clear] = useAction()
  const savedAtMs = loaded.saved?.atMs ?? 0
  const isDirty = draft !== undefined && isNew(draft.choice, loaded)
  const isOlder = isDirty && draft.seenAtMs !== savedAtMs

  const start = (next: Draft<Choice> | undefined) => {
    setDraft(next)
    setSaved(false)
    clear()
  }
  return {
    ...{ loaded, choice: draft?.choice, isDirty, isOlder, isSaved, action },
    maySave: loaded.mayEdit && isDirty && !isOlder && action.state !== 'busy',
    choose: (choice: Choice) =>
      start(isNew(choice, loaded) ? { choice, seenAtMs: draft?.seenAtMs ?? savedAtMs } : undefined),
    dropDraft: () => start(undefined),
    keepDraft: () => start(draft && { ...draft, seenAtMs: savedAtMs }),
    /** `onConflict`: somebody else was first, and what they saved is being loaded. */
    async save(wanted: Asked, onConflict: () => void): Promise<boolean> {
      setSaved(false)
      const reply = await run(signal =>
        send(wanted, draft?.seenAtMs ?? savedAtMs, signal).catch((error: ApiFailure) => {
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
