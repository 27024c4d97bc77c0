import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
} from '@patternfly/react-core'
import { useTexts } from '../../messages/use-texts.tsx'
import { unitOf } from './units-draft.ts'
import type { UnitsPart } from './units-part.ts'

/** Who says which VMs had better move. A policy needs one: without it the engine's balancing fails for other clusters too. */
export function BalancerSelect({ policy, draft, isReadOnly, errorsOf, edit }: UnitsPart) {
  const { t, phrase } = useTexts()
  const before = policy.content.balanceUnitId
  const id = draft.balanceUnitId ?? before
  const chosen = id === undefined ? undefined : unitOf(policy, id, 'balance')
  const errors = errorsOf('balance', id ?? '')
  const options = policy.units.filter(({ role }) => role === 'balance')
  return (
    <FormGroup label={t('policy.units.balancer')} fieldId="policy-balancer">
      <FormSelect
        id="policy-balancer"
        value={id ?? ''}
        isDisabled={isReadOnly}
        validated={errors.length > 0 ? 'error' : 'default'}
        aria-describedby="policy-balancer-help"
        onChange={(_event, balanceUnitId) => edit(draftNow => ({ ...draftNow, balanceUnitId }))}
      >
        {options.every(unit => unit.id !== id) && (
          <FormSelectOption value={id ?? ''} label={chosen?.name ?? t('policy.units.balancer.none')} isDisabled />
        )}
        {options.map(unit => (
          <FormSelectOption
            key={unit.id}
            value={unit.id}
            isDisabled={!unit.enabled && unit.id !== before}
            label={
              !unit.enabled
                ? t('policy.units.add.disabled', { unit: unit.name })
                : unit.origin === 'engine'
                  ? unit.name
                  : `${unit.name} (${t(`policy.units.origin.${unit.origin}`)})`
            }
          />
        ))}
      </FormSelect>
      <FormHelperText id="policy-balancer-help">
        <HelperText isLiveRegion>
          {errors.map(error => (
            <HelperTextItem key={error} variant="error" screenReaderText={t('alert.danger')}>
              {error}
            </HelperTextItem>
          ))}
          <HelperTextItem>{chosen ? phrase(chosen.description) : t('policy.units.balancer.missing')}</HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  )
}
