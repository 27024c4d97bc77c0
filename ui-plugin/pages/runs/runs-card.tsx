import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import { type ReactNode, useState } from 'react'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { NoRuns } from './no-runs.tsx'
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
  const planned = (reply: PlanReply) => {
    setMade(reply)
    onPlanned()
  }
  return (
    <Card isCompact className="sized-card">
      <CardHeader {...(tools !== undefined && { actions: { actions: tools, hasNoOffset: true } })}>
        <CardTitle component="h2">{t('runs.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <PlanBackNews made={isBegun ? undefined : made} onShow={onShowPlan} onClose={() => setMade(undefined)} />
        <WhenReady remote={runs} onRetry={onRetry}>
          {all => {
            if (all.length === 0) return <NoRuns />
            const shown = props.shown ?? all
            return (
              <>
                {shown.length > 0 && <RunsTable runs={shown} hasCluster={hasCluster} onPlanBack={planned} />}
                {foot}
              </>
            )
          }}
        </WhenReady>
      </CardBody>
    </Card>
  )
}
