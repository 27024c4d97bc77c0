import { Badge, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import type { ReactNode } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { RecommendationRows } from './recommendation-rows.tsx'
import type { RowActions } from './row-state.tsx'

export type RecommendationsCardProps = RowActions &
  Readonly<{
    recommendations: Remote<readonly Recommendation[]>
    runs: readonly Run[]
    showsCluster: boolean
    chosenId: string | undefined
    /** Why nothing is to be done, with numbers. */
    nothingBecause: readonly string[]
    onRetry: () => void
    /** With filters, and several at once: where there is room for that. */
    hasTools?: boolean
    /** What can be done about the cluster as a whole. */
    action?: ReactNode
  }>

export function RecommendationsCard({ recommendations, onRetry, action, ...rest }: RecommendationsCardProps) {
  const { t } = useTexts()
  const { state } = recommendations
  const open = state === 'ready' ? recommendations.data.filter(recommendation => recommendation.state === 'open') : []
  return (
    <Card isCompact className="sized-card">
      <CardHeader {...(action !== undefined && { actions: { actions: action, hasNoOffset: true } })}>
        <CardTitle component="h2">
          {t('recs.title')}{' '}
          {state === 'ready' && <Badge isRead={open.length === 0}>{t('recs.count', { open: open.length })}</Badge>}
        </CardTitle>
      </CardHeader>
      <CardBody>
        <WhenReady remote={recommendations} onRetry={onRetry}>
          {current => <RecommendationRows current={current} {...rest} />}
        </WhenReady>
      </CardBody>
    </Card>
  )
}
