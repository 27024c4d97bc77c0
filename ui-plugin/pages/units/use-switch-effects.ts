import type { UnitView } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type SwitchEffects = Readonly<{
  /** Disabling a filter that is used loosens rules; it names the clusters. */
  warning: string | undefined
  /** One sentence each. */
  effects: readonly string[]
}>

const namesOf = (of: readonly Readonly<{ name: string }>[]): string => of.map(({ name }) => name).join(', ')

/** What switching a unit changes: for VMs, in the policies, at the engine. */
export function useSwitchEffects(unit: UnitView, enables: boolean): SwitchEffects {
  const { t, time } = useTexts()
  const { functions, usedBy, policies, engine } = unit
  const clusters = namesOf(usedBy)
  const use =
    engine === 'unknown'
      ? t('units.use.unknown')
      : clusters === ''
        ? t('units.use.none')
        : t('units.use.clusters', { clusters })
  if (enables) {
    const { disabled, problem } = unit
    const was = disabled && { name: disabled.by.name, time: time(disabled.atMs), why: disabled.why }
    return {
      warning: undefined,
      effects: [
        ...(was === undefined ? [] : [t(was.why === '' ? 'units.enable.was.noReason' : 'units.enable.was', was)]),
        ...functions.map(name => t(`units.enable.${name}`)),
        use,
        t(`units.enable.engine.${engine}`),
        ...(problem === undefined || !unit.quarantined ? [] : [t('units.enable.quarantined', { problem })]),
      ],
    }
  }
  const loosens = functions.includes('filter') && clusters !== ''
  return {
    warning: loosens ? t('units.disable.loosens', { clusters }) : undefined,
    effects: [
      ...(functions.includes('filter') && !loosens ? [t('units.disable.filter.unused')] : []),
      ...(functions.includes('score') ? [t('units.disable.score')] : []),
      ...(functions.includes('balance') ? [t('units.disable.balance')] : []),
      use,
      ...(policies.length === 0
        ? []
        : [t('units.disable.policies', { policies: namesOf(policies), count: policies.length })]),
      t(`units.disable.engine.${engine}`),
      ...(unit.replacesBuiltIn ? [t('units.disable.replaces')] : []),
      t('units.disable.kept'),
    ],
  }
}
