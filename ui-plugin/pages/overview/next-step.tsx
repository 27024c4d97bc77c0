import { Button, Title } from '@patternfly/react-core'
import type { ReactNode } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { bestOf } from '../hosts/best-proposal.ts'
import type { ViewProps } from '../scheduler/view-props.ts'
import { ModeLabel } from './mode-label.tsx'
import { PartLink } from './part-link.tsx'

export type NextStepProps = Pick<ViewProps, 'data' | 'actions' | 'onShow'> &
  Readonly<{ cluster: ClusterSummary; recommendations: readonly Recommendation[]; children: ReactNode }>

/** What waits for a person in a cluster, the first of it as a sentence, and what happens without one. */
export function NextStep({ cluster, recommendations, data, actions, onShow, children }: NextStepProps) {
  const { t, reason } = useTexts()
  const open = recommendations.filter(({ state }) => state === 'open')
  const first = bestOf(recommendations) ?? open[0]
  return (
    <section className="next-step">
      <Title headingLevel="h3" size="md">
        {t('overview.next.title', { cluster: cluster.name })}
      </Title>
      <p className="next-step-mode">
        <ModeLabel automation={data.automation} clusterId={cluster.id} />
        <PartLink view="automation" onShow={onShow}>
          {t('overview.mode.change')}
        </PartLink>
      </p>
      <p>
        <PartLink view="recommendations" onShow={onShow}>
          {t('overview.next.open', { open: cluster.openRecommendations })}
        </PartLink>
      </p>
      {first && <First recommendation={first} actions={actions} />}
      {first === undefined && cluster.advice && <p>{reason(cluster.advice)}</p>}
      {children}
    </section>
  )
}

type FirstProps = Pick<ViewProps, 'actions'> & Readonly<{ recommendation: Recommendation }>

function First({ recommendation, actions }: FirstProps) {
  const { t, reason } = useTexts()
  const { title, why } = useRecommendationTexts()(recommendation)
  return (
    <p>
      <strong>{recommendation.state === 'applying' ? t('overview.next.applying', { what: title }) : title}</strong>
      {'. '}
      {reason(recommendation.because)}{' '}
      <Button
        variant="link"
        isInline
        aria-label={why}
        onClick={({ currentTarget }) => actions.onWhy(recommendation, currentTarget)}
      >
        {t('overview.next.why')}
      </Button>
    </p>
  )
}
