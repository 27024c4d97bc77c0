import { type ModalProps, Modal as PatternFlyModal } from '@patternfly/react-core'
import { useCallback } from 'react'
import { useTexts } from '../messages/use-texts.tsx'

/** PatternFly's own names its close button in English and takes no other name: this one gives it one in the reader's language. */
export function Modal({ children, ...props }: Omit<ModalProps, 'ref'>) {
  const { t } = useTexts()
  const label = t('state.close')
  const nameClose = useCallback(
    (mark: HTMLElement | null) =>
      mark
        ?.closest('.pf-v6-c-modal-box')
        ?.querySelector('.pf-v6-c-modal-box__close > button')
        ?.setAttribute('aria-label', label),
    [label],
  )
  return (
    <PatternFlyModal {...props}>
      <span hidden ref={nameClose} />
      {children}
    </PatternFlyModal>
  )
}
