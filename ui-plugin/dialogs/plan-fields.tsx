import { FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core'
import type { PlanObjective } from '../../shared/plan/plan.ts'
import { RadioGroup } from '../components/radio-group.tsx'
import { useTexts } from '../messages/use-texts.tsx'

/** What can be asked for here; `restore` comes of undoing a run. */
export const wishKinds = ['balance', 'density', 'repair', 'evacuate'] as const
export const planLevels = [1, 2, 3, 4, 5] as const

export type PlanWish = Readonly<{
  kind: (typeof wishKinds)[number]
  /** Empty: none is chosen yet. */
  hostId: string
  level: (typeof planLevels)[number]
}>

export type HostChoice = Readonly<{ id: string; name: string; vms: number }>

/** Undefined while it lacks the host. */
export function objectiveOf({ kind, hostId }: PlanWish): PlanObjective | undefined {
  if (kind !== 'evacuate') return { kind }
  return hostId === '' ? undefined : { kind, hostIds: [hostId] }
}

export type PlanFieldsProps = Readonly<{
  wish: PlanWish
  hosts: readonly HostChoice[]
  isDisabled: boolean
  onChange: (wish: PlanWish) => void
}>

export function PlanFields({ wish, hosts, isDisabled, onChange }: PlanFieldsProps) {
  const { t } = useTexts()
  return (
    <>
      <RadioGroup
        id="plan-objective"
        label={t('plan.objective')}
        options={wishKinds.map(value => ({
          value,
          label: t(`plan.objective.${value}`),
          description: t(`plan.objective.${value}.means`),
        }))}
        value={wish.kind}
        isDisabled={isDisabled}
        onChange={kind => onChange({ ...wish, kind })}
      />
      {wish.kind === 'evacuate' ? (
        <FormGroup label={t('plan.host')} fieldId="plan-host">
          <FormSelect
            id="plan-host"
            value={wish.hostId}
            isDisabled={isDisabled}
            onChange={(_event, hostId) => onChange({ ...wish, hostId })}
          >
            <FormSelectOption value="" label={t('plan.host.choose')} isPlaceholder />
            {hosts.map(({ id, name, vms }) => (
              <FormSelectOption key={id} value={id} label={t('plan.host.of', { host: name, vms })} />
            ))}
          </FormSelect>
        </FormGroup>
      ) : (
        <FormGroup label={t('plan.level')} fieldId="plan-level">
          <FormSelect
            id="plan-level"
            value={wish.level}
            isDisabled={isDisabled}
            onChange={(_event, value) =>
              onChange({ ...wish, level: planLevels.find(level => String(level) === value) ?? wish.level })
            }
          >
            {planLevels.map(level => (
              <FormSelectOption key={level} value={level} label={t(`plan.level.${level}`)} />
            ))}
          </FormSelect>
        </FormGroup>
      )}
    </>
  )
}
