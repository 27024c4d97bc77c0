import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
} from '@patternfly/react-core'
import type { ClusterPolicy } from '../../../shared/api/cluster-policy.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { type Draft, draftPolicyId } from './policy-draft.ts'

export type PolicySelectProps = Readonly<{ policy: ClusterPolicy; draft: Draft; onSelect: (id: string) => void }>

/** Which policy the cluster has; those that ask this scheduler are marked, and it is said when the chosen one does not. */
export function PolicySelect({ policy, draft, onSelect }: PolicySelectProps) {
  const { t } = useTexts()
  const chosenId = draftPolicyId(policy, draft)
  const chosen = policy.policies.find(({ id }) => id === chosenId)
  const ours = policy.policies.filter(({ usesOurUnits }) => usesOurUnits)
  return (
    <>
      <FormGroup label={t('policy.select')} fieldId="policy-select">
        <FormSelect
          id="policy-select"
          value={chosenId ?? ''}
          isDisabled={!policy.mayEdit}
          onChange={(_event, id) => onSelect(id)}
        >
          {chosen === undefined && <FormSelectOption value="" label={t('policy.noPolicy')} isDisabled />}
          {policy.policies.map(({ id, name, usesOurUnits }) => (
            <FormSelectOption
              key={id}
              value={id}
              label={usesOurUnits ? t('policy.select.ours', { policy: name }) : name}
            />
          ))}
        </FormSelect>
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{t('policy.select.help', { count: ours.length })}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      {chosen?.usesOurUnits === false && (
        <Alert component="h2" isInline variant="info" title={t('policy.notOurs', { policy: chosen.name })}>
          {t(ours.length === 0 ? 'policy.notOurs.noneBody' : 'policy.notOurs.body')}
        </Alert>
      )}
    </>
  )
}
