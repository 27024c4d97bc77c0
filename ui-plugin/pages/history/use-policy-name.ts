import { useTexts } from '../../messages/use-texts.tsx'

/** What asked for a run, as people know it: units and schedulers are called by their ids. */
export function usePolicyName(): (unitId: string) => string {
  const { t } = useTexts()
  return unitId => (unitId === 'planner' ? t('history.delivery.policy.planner') : unitId)
}
