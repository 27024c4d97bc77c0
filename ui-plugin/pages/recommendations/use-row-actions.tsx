import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { type Applicable, ApplyDialog } from '../../dialogs/apply-dialog.tsx'
import { DismissDialog } from '../../dialogs/dismiss-dialog.tsx'
import { SnoozeDialog } from '../../dialogs/snooze-dialog.tsx'
import type { RowActions } from './row-state.tsx'

type Open = Readonly<
  { what: 'apply'; recommendation: Applicable } | { what: 'dismiss' | 'snooze'; recommendation: Recommendation }
>

/**
 * What is open about a recommendation: the drawer stays while a dialog is over it. Closing either gives the focus back to
 * the button that opened it. `here`: where the reader is; as they go elsewhere the details are left, and the focus is theirs.
 */
export function useRowActions(
  onDone: () => void,
  here = '',
): {
  actions: RowActions
  /** The recommendation whose details are open. */
  chosen: Recommendation | undefined
  closeDetail: () => void
  dialog: ReactNode
} {
  const [chosen, setChosen] = useState<Recommendation>()
  const [seenAt, setSeenAt] = useState(here)
  if (seenAt !== here) {
    setSeenAt(here)
    setChosen(undefined)
  }
  const [asked, setAsked] = useState<Open>()
  const drawerOpener = useRef<HTMLElement>(undefined)
  const dialogOpener = useRef<HTMLElement>(undefined)

  const actions = useMemo(() => {
    const ask = (open: Open, opener: HTMLElement) => {
      dialogOpener.current = opener
      setAsked(open)
    }
    return {
      onWhy(recommendation: Recommendation, opener: HTMLElement) {
        drawerOpener.current = opener
        setChosen(recommendation)
      },
      onApply: (recommendation: Applicable, opener: HTMLElement) => ask({ what: 'apply', recommendation }, opener),
      onDismiss: (recommendation: Recommendation, opener: HTMLElement) =>
        ask({ what: 'dismiss', recommendation }, opener),
      onSnooze: (recommendation: Recommendation, opener: HTMLElement) =>
        ask({ what: 'snooze', recommendation }, opener),
    }
  }, [])

  const closeDetail = useCallback(() => {
    setChosen(undefined)
    drawerOpener.current?.focus()
  }, [])
  const closeDialog = useCallback(() => {
    setAsked(undefined)
    dialogOpener.current?.focus()
  }, [])
  const done = useCallback(() => {
    closeDialog()
    onDone()
  }, [closeDialog, onDone])

  const dialog = asked && <DialogOf {...asked} onClose={closeDialog} onDone={done} />
  return { actions, chosen, closeDetail, dialog }
}

function DialogOf({ onClose, onDone, ...asked }: Open & Readonly<{ onClose: () => void; onDone: () => void }>) {
  switch (asked.what) {
    case 'apply':
      return <ApplyDialog recommendation={asked.recommendation} onClose={onClose} onApplied={onDone} />
    case 'dismiss':
      return <DismissDialog recommendation={asked.recommendation} onClose={onClose} onDismissed={onDone} />
    case 'snooze':
      return <SnoozeDialog recommendation={asked.recommendation} onClose={onClose} onSnoozed={onDone} />
  }
}
