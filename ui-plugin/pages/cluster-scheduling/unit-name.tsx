import { Label } from '@patternfly/react-core'
import { BanIcon } from '@patternfly/react-icons'
import type { PolicyUnitOption } from '../../../shared/api/policy-units.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** What is wrong with a unit, and what the engine or the service said of it. */
export type UnitNameProps = Readonly<{ unit: PolicyUnitOption; isOut: boolean; errors: readonly string[]; id: string }>

/** A unit by its name, where it comes from, what it does, and what is wrong with it. */
export function UnitName({ unit, isOut, errors, id }: UnitNameProps) {
  const { t, phrase } = useTexts()
  const { name, origin, enabled, description } = unit
  return (
    <>
      <span className="policy-unit-head">
        {isOut ? <del>{name}</del> : <span className="policy-unit-name">{name}</span>}
        {origin !== 'engine' && (
          <Label isCompact color={origin === 'ours' ? 'blue' : 'grey'}>
            {t(`policy.units.origin.${origin}`)}
          </Label>
        )}
        {!enabled && (
          <Label isCompact status="warning" icon={<BanIcon />}>
            {t('policy.units.disabled')}
          </Label>
        )}
      </span>
      {description !== '' && <span className="field-note">{phrase(description)}</span>}
      <span id={id} className="policy-unit-error" aria-live="polite">
        {errors.join(' ')}
      </span>
    </>
  )
}
