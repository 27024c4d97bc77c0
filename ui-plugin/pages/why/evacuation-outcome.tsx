import { Button, DescriptionList } from '@patternfly/react-core'
import type { Named } from '../../../shared/plan/named.ts'
import type { Plan } from '../../../shared/plan/plan.ts'
import { Alert } from '../../components/alert.tsx'
import { Fact } from '../../components/fact.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { SkippedTable } from '../recommendations/skipped-table.tsx'
import { leavingVms } from './leaving.ts'

export type EvacuationOutcomeProps = Readonly<{
  host: Named
  plan: Plan
  /** Absent: there is nothing to apply. */
  recommendationId: string | undefined
  isApplying: boolean
  onShowPlan: (recommendationId: string, opener: HTMLElement) => void
  onShowRecommendations: () => void
}>

/** Whether the host can be emptied, what that takes, and which VMs stand in the way and why. */
export function EvacuationOutcome(props: EvacuationOutcomeProps) {
  const { host, plan, recommendationId, isApplying, onShowPlan, onShowRecommendations } = props
  const { t, duration } = useTexts()
  const { steps, blocked, makespanS } = plan
  const leaving = leavingVms(host.id, plan)
  const counts = { moves: steps.length, leaving, blocked: blocked.length }
  const verdict = verdictOf(counts)
  return (
    <>
      <Alert
        component="h3"
        isInline
        variant={blocked.length > 0 ? 'warning' : 'success'}
        title={t(`why.evacuate.${verdict}`, { ...counts, host: host.name, duration: duration(makespanS) })}
      >
        {recommendationId !== undefined && (
          <>
            <p>{t(isApplying ? 'why.evacuate.applying' : 'why.evacuate.stored')}</p>
            <div className="why-actions">
              <Button
                variant="link"
                isInline
                onClick={({ currentTarget }) => onShowPlan(recommendationId, currentTarget)}
              >
                {t('runs.undo.show')}
              </Button>
              <Button variant="link" isInline onClick={onShowRecommendations}>
                {t('why.show.recommendations')}
              </Button>
            </div>
          </>
        )}
      </Alert>
      {blocked.length > 0 && (
        <Section title={t('why.evacuate.blocked', { count: blocked.length })}>
          <SkippedTable kind="vm" skipped={blocked} />
        </Section>
      )}
      <OutcomeFacts plan={plan} />
    </>
  )
}

const verdictOf = ({ moves, leaving, blocked }: Readonly<{ moves: number; leaving: number; blocked: number }>) => {
  if (blocked > 0) return leaving > 0 ? 'partly' : 'no'
  return moves > 0 ? 'yes' : 'nothing'
}

function OutcomeFacts({ plan }: Readonly<{ plan: Plan }>) {
  const { t, duration, memory, number, percent } = useTexts()
  const { steps, blocked, makespanS, transferMiB, hosts, scoreBefore, scoreAfter } = plan
  const fullest = hosts.toSorted((a, b) => b.memoryAfterPercent - a.memoryAfterPercent)[0]
  return (
    <DescriptionList isHorizontal isCompact className="why-facts">
      <Fact term={t('why.evacuate.steps')}>{number(steps.length)}</Fact>
      {steps.length > 0 && (
        <>
          <Fact term={t('why.evacuate.duration')}>{t('apply.duration.about', { duration: duration(makespanS) })}</Fact>
          <Fact term={t('why.evacuate.copies')}>{memory(transferMiB)}</Fact>
        </>
      )}
      {blocked.length === 0 && (
        <Fact term={t('why.evacuate.blocked', { count: 0 })}>{t('why.evacuate.blocked.none')}</Fact>
      )}
      {fullest && (
        <Fact term={t('why.evacuate.fullest')}>
          {t('why.evacuate.fullest.of', { host: fullest.host.name, percent: percent(fullest.memoryAfterPercent) })}
        </Fact>
      )}
      {scoreBefore !== undefined && scoreAfter !== undefined && (
        <Fact term={t('why.evacuate.score')}>
          {t('detail.plan.score.of', { before: number(scoreBefore), after: number(scoreAfter) })}
        </Fact>
      )}
    </DescriptionList>
  )
}
