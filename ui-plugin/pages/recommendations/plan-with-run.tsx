import type { PlanRecommendation } from '../../../shared/plan/recommendation.ts'
import { PageFailure } from '../../components/page-states.tsx'
import { useRun } from '../runs/use-run.ts'
import { PlanSections } from './plan-sections.tsx'

/** A plan, with how each step stands once it is carried out. What is not known of the run does not hide the plan. */
export function PlanWithRun({ recommendation: { plan, runId } }: Readonly<{ recommendation: PlanRecommendation }>) {
  const [run, reload] = useRun(runId)
  return (
    <>
      {run.state === 'failed' && <PageFailure failure={run.failure} onRetry={reload} />}
      <PlanSections plan={plan} run={run.state === 'ready' ? run.data?.steps : undefined} />
    </>
  )
}
