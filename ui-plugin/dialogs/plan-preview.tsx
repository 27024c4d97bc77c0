import { ExpandableSection } from '@patternfly/react-core'
import type { Plan } from '../../shared/plan/plan.ts'
import { PlanSteps } from '../components/plan-timeline/plan-steps.tsx'
import { PlanTimeline } from '../components/plan-timeline/plan-timeline.tsx'
import { useTexts } from '../messages/use-texts.tsx'

/** In a dialog the hosts that change most are enough; the drawer has all. */
const HOSTS = 4

/** The steps of a plan as they will go, before anything moves. */
export function PlanPreview({ plan }: Readonly<{ plan: Plan }>) {
  const { t } = useTexts()
  return (
    <div className="plan-preview">
      <PlanTimeline plan={plan} hostsFirst={HOSTS} />
      <ExpandableSection toggleText={t('detail.plan.steps', { count: plan.steps.length })}>
        <PlanSteps steps={plan.steps} />
      </ExpandableSection>
    </div>
  )
}
