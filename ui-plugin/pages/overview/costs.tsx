import { Title } from '@patternfly/react-core'
import type { ClusterHealth } from '../../../shared/api/cluster-health.ts'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import type { Remote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { useStatus } from '../scheduler/use-status.ts'

const SHOWN = 3

export type CostsProps = Readonly<{ cluster: ClusterSummary; health: Remote<ClusterHealth>; onRetry: () => void }>

/** Why the score of a cluster is what it is: the reasons that cost most points, or with which figures none does. */
export function Costs({ cluster, health, onRetry }: CostsProps) {
  const { t } = useTexts()
  const { name, score } = cluster
  return (
    <section className="costs">
      <Title headingLevel="h3" size="md">
        {score === undefined
          ? t('overview.costs.none.title', { cluster: name })
          : t('overview.costs.title', { cluster: name, score })}
      </Title>
      <WhenReady remote={health} onRetry={onRetry}>
        {({ costs }) => <CostList cluster={cluster} costs={costs} />}
      </WhenReady>
    </section>
  )
}

type CostListProps = Readonly<{ cluster: ClusterSummary; costs: ClusterHealth['costs'] }>

function CostList({ cluster, costs }: CostListProps) {
  const { t, reason, number } = useTexts()
  const { hottest } = useStatus()
  if (cluster.score === undefined) return <p>{t('overview.costs.none')}</p>
  if (costs.length === 0) return <p>{[t('overview.costs.nothing'), hottest(cluster)].filter(Boolean).join(' ')}</p>
  return (
    <>
      <ol className="cost-list">
        {costs.slice(0, SHOWN).map(({ points, because }) => (
          <li key={because.text} className="cost">
            <span className="figure" title={t('overview.costs.pointsOf', { points })}>
              <span aria-hidden>{t('overview.costs.points', { points: number(points) })}</span>
              <span className="pf-v6-screen-reader">{t('overview.costs.pointsOf', { points })}:</span>
            </span>
            <span>{reason(because)}</span>
          </li>
        ))}
      </ol>
      {costs.length > 1 && (
        <p className="field-note">{t('overview.costs.more', { count: Math.max(0, costs.length - SHOWN) })}</p>
      )}
    </>
  )
}
