import {
  Button,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  ModalBody,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core'
import { CopyIcon } from '@patternfly/react-icons'
import { type FormEvent, useState } from 'react'
import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { MAX_POLICY_NAME, policyNamePattern } from '../../../shared/policy/policy-limits.ts'
import { useClient } from '../../api/api-context.tsx'
import { useAction } from '../../api/use-action.ts'
import { DialogButtons } from '../../components/dialog-buttons.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

export type CopyPolicyProps = Readonly<{
  policy: PolicyUnits
  /** Beside other things, not what is to be done next. */
  isLink: boolean
  onCopied: (copy: PolicyUnits) => void
}>

/** Makes a copy under another name: the way to change a policy that is locked, or that other clusters share. */
export function CopyPolicyButton({ policy, isLink, onCopied }: CopyPolicyProps) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant={isLink ? 'link' : 'secondary'}
        size="sm"
        isInline={isLink}
        icon={<CopyIcon />}
        isDisabled={!policy.mayEdit}
        onClick={() => setOpen(true)}
      >
        {t(policy.locked ? 'policy.copy.toEdit' : 'policy.copy')}
      </Button>
      {isOpen && (
        <CopyDialog
          policy={policy}
          onClose={() => setOpen(false)}
          onCopied={copy => {
            setOpen(false)
            onCopied(copy)
          }}
        />
      )}
    </>
  )
}

type CopyDialogProps = Readonly<{
  policy: PolicyUnits
  onClose: () => void
  onCopied: (copy: PolicyUnits) => void
}>

function CopyDialog({ policy: { policy }, onClose, onCopied }: CopyDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  const [name, setName] = useState(() => `${policy.name}_copy`.slice(0, MAX_POLICY_NAME))
  const [action, run, clearFailure] = useAction()
  const failure = action.state === 'failed' ? action.failure : undefined
  const refusal = failure?.fields.find(({ path }) => path === 'name')?.problem
  const isValid = policyNamePattern.test(name) && name.length <= MAX_POLICY_NAME
  const error = isValid ? refusal : t('policy.copy.problem', { max: MAX_POLICY_NAME })
  const confirm = async () => {
    if (!isValid) return
    const copy = await run(signal => client.copyPolicy({ fromId: policy.id, name }, signal))
    if (copy !== undefined) onCopied(copy)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation() // the dialog stands within the form of the policy
    void confirm()
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="copy-policy-title">
      <ModalHeader title={t('policy.copy.title', { policy: policy.name })} labelId="copy-policy-title" />
      <ModalBody>
        <form onSubmit={submit}>
          <FormGroup label={t('policy.copy.name')} fieldId="copy-policy-name">
            <TextInput
              id="copy-policy-name"
              value={name}
              validated={error === undefined ? 'default' : 'error'}
              aria-describedby="copy-policy-help"
              onChange={(_event, text) => {
                clearFailure()
                setName(text.trim())
              }}
            />
            <FormHelperText id="copy-policy-help">
              <HelperText isLiveRegion>
                {error !== undefined && (
                  <HelperTextItem variant="error" screenReaderText={t('alert.danger')}>
                    {error}
                  </HelperTextItem>
                )}
                <HelperTextItem>{t('policy.copy.help')}</HelperTextItem>
              </HelperText>
            </FormHelperText>
          </FormGroup>
        </form>
        {failure && refusal === undefined && <FailureAlert title={t('policy.copy.failed')} failure={failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('policy.copy.confirm')}
        isBusy={action.state === 'busy'}
        isDisabled={!isValid}
        onConfirm={() => void confirm()}
        onClose={onClose}
      />
    </Modal>
  )
}
