import { Button } from '@patternfly/react-core'
import type { ReactNode, Ref } from 'react'
import { useTexts } from '../messages/use-texts.tsx'

export type DraftButtonsProps = Readonly<{
  saveRef: Ref<HTMLButtonElement>
  isBusy: boolean
  maySave: boolean
  isDirty: boolean
  onDrop: () => void
  /** What can be done while nothing is chosen. */
  children: ReactNode
}>

/** Saves what is chosen in a row of fields, or drops it. */
export function DraftButtons({ saveRef, isBusy, maySave, isDirty, onDrop, children }: DraftButtonsProps) {
  const { t } = useTexts()
  return (
    <>
      <Button
        type="submit"
        variant="secondary"
        ref={saveRef}
        isLoading={isBusy}
        spinnerAriaValueText={t('state.loading')}
        isAriaDisabled={!maySave}
      >
        {t('auto.save')}
      </Button>
      {isDirty ? (
        <Button variant="link" isInline isDisabled={isBusy} onClick={onDrop}>
          {t('auto.cancel')}
        </Button>
      ) : (
        children
      )}
    </>
  )
}
