import { Button, FormSelect, FormSelectOption } from '@patternfly/react-core'
import { useState } from 'react'
import type { PolicyUnitOption } from '../../../shared/api/policy-units.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type AddUnitProps = Readonly<{
  kind: 'filter' | 'weight'
  units: readonly PolicyUnitOption[]
  isReadOnly: boolean
  onAdd: (id: string) => void
}>

/** Chooses one of the units that the policy lacks. What nobody offers any more is there, and says why it cannot be added. */
export function AddUnit({ kind, units, isReadOnly, onAdd }: AddUnitProps) {
  const { t, phrase } = useTexts()
  const [id, setId] = useState('')
  const chosen = units.find(unit => unit.id === id)
  if (isReadOnly) return null
  return (
    <>
      <div className="policy-units-add">
        <FormSelect
          value={chosen?.id ?? ''}
          isDisabled={units.length === 0}
          aria-label={t(`policy.units.add.${kind}`)}
          onChange={(_event, value) => setId(value)}
        >
          <FormSelectOption
            value=""
            isPlaceholder
            label={t(units.length === 0 ? 'policy.units.add.none' : `policy.units.add.${kind}`)}
          />
          {units.map(({ id: unitId, name, origin, enabled }) => (
            <FormSelectOption
              key={unitId}
              value={unitId}
              isDisabled={!enabled}
              label={
                enabled
                  ? origin === 'engine'
                    ? name
                    : `${name} (${t(`policy.units.origin.${origin}`)})`
                  : t('policy.units.add.disabled', { unit: name })
              }
            />
          ))}
        </FormSelect>
        <Button
          variant="secondary"
          isAriaDisabled={chosen === undefined}
          onClick={() => {
            if (chosen) onAdd(chosen.id)
            setId('')
          }}
        >
          {t('policy.units.add')}
        </Button>
      </div>
      {chosen !== undefined && chosen.description !== '' && <p className="field-note">{phrase(chosen.description)}</p>}
    </>
  )
}
