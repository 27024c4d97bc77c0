import { Spinner } from '@patternfly/react-core'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** That a plan is being looked for, and for how long. It is announced once; the seconds are for those who see them. */
export function PlanningProgress({ vms, startedAtMs }: Readonly<{ vms: number; startedAtMs: number }>) {
  const { t } = useTexts()
  const seconds = Math.max(0, Math.round((useNow(1000) - startedAtMs) / 1000))
  return (
    <p className="why-planning">
      <Spinner size="md" aria-hidden />
      <span aria-hidden>{t('why.evacuate.busy', { vms, seconds })}</span>
      <span role="status" className="pf-v6-screen-reader">
        {t('plan.busy')}
      </span>
    </p>
  )
}
