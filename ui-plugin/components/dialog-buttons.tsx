import { Button, ModalFooter } from '@patternfly/react-core'
import { useTexts } from '../messages/use-texts.tsx'

export type DialogButtonsProps = Readonly<{
  /** What confirming does, as the button says it. */
  confirm: string
  variant?: 'primary' | 'danger'
  isBusy: boolean
  /** It cannot be confirmed as it stands. */
  isDisabled?: boolean
  onConfirm: () => void
  onClose: () => void
}>

/** The foot of a dialog: to do it, or to leave it. */
export function DialogButtons(props: DialogButtonsProps) {
  const { t } = useTexts()
  const { confirm, variant = 'primary', isBusy, isDisabled = false, onConfirm, onClose } = props
  return (
    <ModalFooter>
      <Button
        variant={variant}
        isLoading={isBusy}
        spinnerAriaValueText={t('state.loading')}
        isAriaDisabled={isBusy}
        isDisabled={isDisabled}
        onClick={onConfirm}
      >
        {confirm}
      </Button>
      <Button variant="link" onClick={onClose}>
        {t('apply.cancel')}
      </Button>
    </ModalFooter>
  )
}
