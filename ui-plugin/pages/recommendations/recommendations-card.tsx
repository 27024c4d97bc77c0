import { Badge, Button, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import type { ReactNode } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { RecommendationTable } from './recommendation-table.tsx'
import type { RowActions } from './row-state.tsx'
import { useSteadyRows } from './use-recommendations.ts'

export type RecommendationsCardProps = RowActions &
  Readonly<{
    recommendations: Remote<readonly Recommendation[]>
    runs: readonly Run[]
    showsCluster: boolean
    chosenId: string | undefined
    /** Why nothing is to be done, with numbers. */
    nothingBecause: readonly string[]
    onRetry: () => void
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
          {current => <Rows current={current} {...rest} />}
        </WhenReady>
      </CardBody>
    </Card>
  )
}

type RowsProps = Omit<RecommendationsCardProps, 'recommendations' | 'onRetry' | 'action'> &
  Readonly<{ current: readonly Recommendation[] }>

function Rows({ current, nothingBecause, ...table }: RowsProps) {
  const { t } = useTexts()
  const { rows, arrived, gone, refresh } = useSteadyRows(current, table.chosenId)
  return (
    <>
      <div aria-live="polite" className="row-news">
        {(arrived > 0 || gone > 0) && (
          <>
            {[
              ...(arrived > 0 ? [t('recs.new', { count: arrived })] : []),
              ...(gone > 0 ? [t('recs.gone', { count: gone })] : []),
            ].join(', ')}
            <Button variant="link" isInline onClick={refresh}>
              {arrived > 0 ? t('recs.new.show') : t('recs.gone.clear')}
            </Button>
          </>
        )}
      </div>
      {rows.length === 0 ? (
        <Empty title={t('recs.empty')} status="success">
          {nothingBecause.map(sentence => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Empty>
      ) : (
        <RecommendationTable rows={rows} {...table} />
      )}
    </>
  )
}
