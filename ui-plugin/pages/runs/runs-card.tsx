import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import { useState } from 'react'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { PageFailure, PageLoading } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { PlanBackNews } from './plan-back-news.tsx'
import { RunsTable } from './runs-table.tsx'

export type RunsCardProps = Readonly<{
  runs: Remote<readonly Run[]>
  onRetry: () => void
  /** A plan back was made: it is among the recommendations now. */
  onPlanned: () => void
  onShowPlan: (recommendationId: string, opener: HTMLElement) => void
}>

export function RunsCard({ runs, onRetry, onPlanned, onShowPlan }: RunsCardProps) {
  const { t } = useTexts()
  const [made, setMade] = useState<PlanReply>()
  const isBegun = runs.state === 'ready' && runs.data.some(run => run.recommendationId === made?.recommendationId)
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('runs.title')}</CardTitle>
      <CardBody>
        <PlanBackNews made={isBegun ? undefined : made} onShow={onShowPlan} onClose={() => setMade(undefined)} />
        {runs.state === 'loading' && <PageLoading />}
        {runs.state === 'failed' && <PageFailure failure={runs.failure} onRetry={onRetry} />}
        {runs.state === 'ready' && runs.data.length === 0 && (
          <p className="field-note">
            {t('runs.empty')} {t('runs.empty.body')}
          </p>
        )}
        {runs.state === 'ready' && runs.data.length > 0 && (
          <RunsTable
            runs={runs.data}
            onPlanBack={reply => {
              setMade(reply)
              onPlanned()
            }}
          />
        )}
      </CardBody>
    </Card>
  )
}
