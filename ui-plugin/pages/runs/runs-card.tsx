import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import { type ReactNode, useState } from 'react'
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
  /** Which of them are shown; without it all are. */
  shown?: readonly Run[]
  /** Tells the cluster of each. */
  hasCluster?: boolean
  /** Beside the title. */
  tools?: ReactNode
  /** Below the table, or in its place when none is shown. */
  foot?: ReactNode
}>

export function RunsCard(props: RunsCardProps) {
  const { runs, onRetry, onPlanned, onShowPlan, hasCluster = false, tools, foot } = props
  const { t } = useTexts()
  const [made, setMade] = useState<PlanReply>()
  const isBegun = runs.state === 'ready' && runs.data.some(run => run.recommendationId === made?.recommendationId)
  const shown = runs.state === 'ready' ? (props.shown ?? runs.data) : []
  return (
    <Card isCompact className="sized-card">
      <CardHeader {...(tools !== undefined && { actions: { actions: tools, hasNoOffset: true } })}>
        <CardTitle component="h2">{t('runs.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <PlanBackNews made={isBegun ? undefined : made} onShow={onShowPlan} onClose={() => setMade(undefined)} />
        {runs.state === 'loading' && <PageLoading />}
        {runs.state === 'failed' && <PageFailure failure={runs.failure} onRetry={onRetry} />}
        {runs.state === 'ready' && runs.data.length === 0 && (
          <p className="field-note">
            {t('runs.empty')} {t('runs.empty.body')}
          </p>
        )}
        {shown.length > 0 && (
          <RunsTable
            runs={shown}
            hasCluster={hasCluster}
            onPlanBack={reply => {
              setMade(reply)
              onPlanned()
            }}
          />
        )}
        {runs.state === 'ready' && runs.data.length > 0 && foot}
      </CardBody>
    </Card>
  )
}
