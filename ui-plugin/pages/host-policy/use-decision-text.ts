import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { useKnobTexts } from './use-knob-texts.ts'

/** A decision in one line: of whom, what, from what to what, and what came of it. */
export function useDecisionText(hostName: string): (decision: KnobDecision) => string {
  const { t } = useTexts()
  const texts = useKnobTexts()
  return ({ change, outcome }) =>
    t('tuning.marks.decision', {
      subject: change.knob === 'ksm' ? hostName : change.vmName,
      knob: texts.knob(change),
      change: texts.fromTo(change),
      outcome: t(`tuning.outcome.${outcome}`),
    })
}
