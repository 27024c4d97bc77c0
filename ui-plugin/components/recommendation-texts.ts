import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { MessageId } from '../messages/english.ts'
import { useTexts } from '../messages/use-texts.tsx'

/** How a recommendation is spoken of, whatever it asks for. */
export type RecommendationTexts = Readonly<{
  title: string
  /** Of the buttons, for those who hear them without their row. */
  why: string
  /** Undefined: it is done in the portal, not here. */
  apply: string | undefined
  dismiss: string
  dismissTitle: string
}>

export function useRecommendationTexts(): (recommendation: Recommendation) => RecommendationTexts {
  const { t } = useTexts()
  return recommendation => {
    if (recommendation.kind === 'move') {
      const vm = recommendation.vm.name
      return {
        title: t('detail.title', { vm, from: recommendation.from.name, to: recommendation.to.name }),
        why: t('recs.why.of', { vm }),
        apply: t('recs.apply.of', { vm, host: recommendation.to.name }),
        dismiss: t('recs.dismiss.of', { vm }),
        dismissTitle: t('dismiss.title', { vm }),
      }
    }
    if (recommendation.kind === 'plan') {
      const { objective, steps } = recommendation.plan
      const id: MessageId = `recs.plan.${objective.kind}`
      const what = t(id, { cluster: recommendation.cluster.name, moves: steps.length })
      return {
        title: what,
        why: t('recs.why.ofHost', { what }),
        apply: t('recs.apply.ofPlan', { what }),
        dismiss: t('recs.dismiss.ofHost', { what }),
        dismissTitle: t('dismiss.titleHost', { what }),
      }
    }
    const host = recommendation.host.name
    const id: MessageId = `recs.host.${recommendation.action}`
    const title = t(id, { host })
    return {
      title,
      why: t('recs.why.ofHost', { what: title }),
      apply: undefined,
      dismiss: t('recs.dismiss.ofHost', { what: title }),
      dismissTitle: t('dismiss.titleHost', { what: title }),
    }
  }
}
