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
  snooze: string
  snoozeTitle: string
  wake: string
}>

export function useRecommendationTexts(): (recommendation: Recommendation) => RecommendationTexts {
  const { t } = useTexts()
  const textsOfOther = (what: string) => ({
    why: t('recs.why.ofHost', { what }),
    dismiss: t('recs.dismiss.ofHost', { what }),
    dismissTitle: t('dismiss.titleHost', { what }),
    snooze: t('recs.snooze.ofHost', { what }),
    snoozeTitle: t('snooze.titleHost', { what }),
    wake: t('recs.wake.ofHost', { what }),
  })
  return recommendation => {
    if (recommendation.kind === 'move') {
      const vm = recommendation.vm.name
      return {
        title: t('detail.title', { vm, from: recommendation.from.name, to: recommendation.to.name }),
        why: t('recs.why.of', { vm }),
        apply: t('recs.apply.of', { vm, host: recommendation.to.name }),
        dismiss: t('recs.dismiss.of', { vm }),
        dismissTitle: t('dismiss.title', { vm }),
        snooze: t('recs.snooze.of', { vm }),
        snoozeTitle: t('snooze.title', { vm }),
        wake: t('recs.wake.of', { vm }),
      }
    }
    if (recommendation.kind === 'plan') {
      const { objective, steps } = recommendation.plan
      const id: MessageId = `recs.plan.${objective.kind}`
      const what = t(id, { cluster: recommendation.cluster.name, moves: steps.length })
      return {
        title: what,
        apply: t('recs.apply.ofPlan', { what }),
        ...textsOfOther(what),
      }
    }
    const host = recommendation.host.name
    const id: MessageId = `recs.host.${recommendation.action}`
    const title = t(id, { host })
    return {
      title,
      apply: undefined,
      ...textsOfOther(title),
    }
  }
}
