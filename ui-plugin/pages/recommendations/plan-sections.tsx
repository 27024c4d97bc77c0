import { DescriptionList, ExpandableSection } from '@patternfly/react-core'
import { lazy, Suspense } from 'react'
import type { Plan } from '../../../shared/plan/plan.ts'
import type { Step } from '../../../shared/plan/run.ts'
import { Fact } from '../../components/fact.tsx'
import { PageLoading } from '../../components/page-states.tsx'
import { PlanSteps } from '../../components/plan-timeline/plan-steps.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { usePauseText } from './pause-text.ts'
import { SkippedTable } from './skipped-table.tsx'

/** Comes when a plan is first looked at. */
const PlanTimeline = lazy(async () => ({
  default: (await import('../../components/plan-timeline/plan-timeline.tsx')).PlanTimeline,
}))

export type PlanSectionsProps = Readonly<{
  plan: Plan
  /** The steps of the run that carries it out, once there is one. */
  run?: readonly Step[] | undefined
}>

/** A plan whole: what it brings and costs, its steps over time and as a list, who cannot move, how it was checked. */
export function PlanSections({ plan, run }: PlanSectionsProps) {
  const { t, memory, duration } = useTexts()
  const pause = usePauseText()
  const { steps, blocked, transferMiB, makespanS } = plan
  return (
    <>
      <Section title={t('detail.plan.brings')}>
        <Brings plan={plan} />
      </Section>
      <Section title={t('detail.cost')}>
        {t('detail.plan.cost.text', {
          memory: memory(transferMiB),
          duration: duration(makespanS),
          pause: pause(steps.map(({ downtimeMs }) => downtimeMs)),
        })}
      </Section>
      <Section title={t('timeline.title')}>
        <Suspense fallback={<PageLoading />}>
          <PlanTimeline plan={plan} run={run} />
        </Suspense>
      </Section>
      <Section title={t('detail.plan.steps', { count: steps.length })}>
        <PlanSteps steps={steps} run={run} />
      </Section>
      {blocked.length > 0 && (
        <Section title={t('detail.plan.blocked', { count: blocked.length })}>
          <SkippedTable kind="vm" skipped={blocked} />
        </Section>
      )}
      <Section title={t('detail.plan.checks')}>
        <Checks plan={plan} />
      </Section>
    </>
  )
}

function Brings({ plan }: Readonly<{ plan: Plan }>) {
  const { t, number } = useTexts()
  const { scoreBefore, scoreAfter, pointsBefore, pointsAfter, pointsBound, emptied } = plan
  return (
    <DescriptionList isHorizontal isCompact>
      {scoreBefore !== undefined && scoreAfter !== undefined && (
        <Fact term={t('detail.plan.score')}>
          {t('detail.plan.score.of', { before: number(scoreBefore), after: number(scoreAfter) })}
        </Fact>
      )}
      <Fact term={t('detail.plan.points')}>
        {t('detail.plan.points.of', {
          before: number(pointsBefore),
          after: number(pointsAfter),
          bound: number(pointsBound),
        })}
      </Fact>
      {emptied.length > 0 && <Fact term={t('detail.plan.emptied')}>{emptied.map(({ name }) => name).join(', ')}</Fact>}
    </DescriptionList>
  )
}

/** What the plan was held against, and what only the engine can say. */
function Checks({ plan: { checkedBy, steps, notes } }: Readonly<{ plan: Plan }>) {
  const { t, phrase } = useTexts()
  // Mostly the same for every step: said once, instead of at each.
  const unknown = [...new Set(steps.flatMap(step => step.unknown))]
  return (
    <>
      <p>{t('detail.plan.checkedBy', { count: checkedBy.length })}</p>
      {unknown.length > 0 && <p>{t('detail.plan.unknown', { filters: unknown.join(', ') })}</p>}
      {notes.map(note => (
        <p key={note} className="field-note">
          {phrase(note)}
        </p>
      ))}
      {checkedBy.length > 0 && (
        <ExpandableSection toggleText={t('detail.plan.filters')}>{checkedBy.join(', ')}</ExpandableSection>
      )}
    </>
  )
}
