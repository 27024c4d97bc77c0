import { Button } from '@patternfly/react-core'
import { useId, useRef, useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { type SeveralAction, SeveralDialog } from '../../dialogs/several-dialog.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

type Open = Readonly<{ what: SeveralAction; recommendations: readonly Recommendation[] }>

/** What can be done with all that are selected at once. */
export function SelectedActions({ selected }: Readonly<{ selected: readonly Recommendation[] }>) {
  const { t } = useTexts()
  const [open, setOpen] = useState<Open>()
  const note = useId()
  const opener = useRef<HTMLElement>(undefined)
  const ask = (what: Open['what'], button: HTMLElement) => {
    opener.current = button
    setOpen({ what, recommendations: selected })
  }
  const close = () => {
    setOpen(undefined)
    opener.current?.focus()
  }
  const isNone = selected.length === 0
  const isHostsOnly = selected.every(({ kind }) => kind === 'host')
  return (
    <div className="recs-selected">
      <span role="status" id={note}>
        {isNone || !isHostsOnly ? t('recs.selected', { count: selected.length }) : t('recs.apply.selected.hosts')}
      </span>
      {(['apply', 'dismiss', 'snooze'] as const).map(what => (
        <Button
          key={what}
          size="sm"
          variant="secondary"
          isAriaDisabled={what === 'apply' ? isHostsOnly : isNone}
          aria-describedby={note}
          onClick={({ currentTarget }) => ask(what, currentTarget)}
        >
          {t(`recs.${what}.selected`)}
        </Button>
      ))}
      {open && <SeveralDialog {...open} onClose={close} />}
    </div>
  )
}
