import { useCallback } from 'react'
import type { RecommendationDetail } from '../../../shared/api/recommendations.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { useRemote } from '../../api/use-remote.ts'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { SidePanel } from '../../components/side-panel.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { DetailActions } from './detail-actions.tsx'
import { DetailSections } from './detail-sections.tsx'
import type { RowActions } from './row-state.tsx'

export type DetailPanelProps = Readonly<{
  recommendation: Recommendation
  actions: RowActions
  onClose: () => void
}>

/** The whole answer to "why this", beside the list. Escape closes it. */
export function DetailPanel({ recommendation, actions, onClose }: DetailPanelProps) {
  const { t } = useTexts()
  const client = useClient()
  const { id, cluster } = recommendation
  const texts = useRecommendationTexts()(recommendation)
  const load = useCallback((signal: AbortSignal) => client.getRecommendation(id, signal), [client, id])
  const [detail, reload] = useRemote(
    load,
    change =>
      change.type === 'poll' ||
      (change.type === 'recommendations' && change.clusterId === cluster.id) ||
      (change.type === 'run' && change.run.recommendationId === id),
  )

  return (
    <SidePanel
      defaultSize={recommendation.kind === 'plan' ? '560px' : '480px'}
      minSize="380px"
      resizeAriaLabel={t('detail.resize')}
      title={texts.title}
      closeLabel={t('detail.close')}
      onClose={onClose}
    >
      <WhenReady remote={detail} onRetry={reload}>
        {data => <Detail detail={data} actions={actions} />}
      </WhenReady>
    </SidePanel>
  )
}

function Detail({ detail, actions }: Readonly<{ detail: RecommendationDetail; actions: RowActions }>) {
  const { t, reasonSentence } = useTexts()
  const { recommendation } = detail
  return (
    <>
      <DetailActions detail={detail} actions={actions} />
      <p>{reasonSentence(recommendation.because)}</p>
      {recommendation.kind === 'host' && recommendation.state === 'open' && (
        <p className="field-note">{t(`recs.host.where.${recommendation.action}`)}</p>
      )}
      <DetailSections detail={detail} />
    </>
  )
}
