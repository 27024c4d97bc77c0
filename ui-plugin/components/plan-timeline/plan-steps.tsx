import { Label } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { PlannedStep } from '../../../shared/plan/plan.ts'
import type { Step } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { StepLabel } from '../labels.tsx'
import { EntityLink, HostsOfMove } from '../portal-links.tsx'
import { useFirstOf } from '../show-more.tsx'

const FIRST = 20

export type PlanStepsProps = Readonly<{
  steps: readonly PlannedStep[]
  /** The steps of the run that carries the plan out, in the same order. */
  run?: readonly Step[] | undefined
}>

/** The moves in their order, numbered from 1: when each is about to start, how it stands, what it waits for, and why it is made. */
export function PlanSteps({ steps, run }: PlanStepsProps) {
  const { t } = useTexts()
  const [shown, more] = useFirstOf(steps, FIRST)
  return (
    <>
      <Table variant="compact" className="plan-table" aria-label={t('detail.plan.steps', { count: steps.length })}>
        <Thead>
          <Tr>
            <Th className="figure">{t('detail.plan.step')}</Th>
            <Th>{t('detail.plan.move')}</Th>
            <Th>{t('detail.plan.when')}</Th>
            <Th modifier="wrap">{t('detail.plan.waits')}</Th>
            <Th>{t('detail.plan.why')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(step => (
            <Row key={step.index} step={step} made={run?.[step.index]} />
          ))}
        </Tbody>
      </Table>
      {more}
    </>
  )
}

function Row({ step, made }: Readonly<{ step: PlannedStep; made: Step | undefined }>) {
  const { t, reason, number, percent } = useTexts()
  const { index, vm, from, to, isParking, after, because, gainPoints } = step
  return (
    <Tr>
      <Td dataLabel={t('detail.plan.step')} className="figure">
        {number(index + 1)}
      </Td>
      <Td dataLabel={t('detail.plan.move')}>
        <EntityLink kind="vm" name={vm.name} />
        <div className="plan-move">
          <HostsOfMove from={from} to={to} />
        </div>
        {isParking && (
          <Label isCompact variant="outline">
            {t('detail.plan.parked')}
          </Label>
        )}
      </Td>
      <Td dataLabel={t('detail.plan.when')} modifier="nowrap">
        <When step={step} />
        {made && <StepLabel state={made.state} />}
        {made?.state === 'running' && <span className="aside">{percent(made.progressPercent)}</span>}
      </Td>
      <Td dataLabel={t('detail.plan.waits')}>
        {after.length === 0 ? (
          <span className="field-note">{t('detail.plan.waits.none')}</span>
        ) : (
          after.map(before => number(before + 1)).join(', ')
        )}
      </Td>
      <Td dataLabel={t('detail.plan.why')}>
        {reason(because)}
        {made?.problem && <div className="step-problem">{reason(made.problem)}</div>}
        {gainPoints !== undefined && because.code !== 'plan-gain' && (
          <div className="field-note">{t('detail.plan.gain', { points: gainPoints })}</div>
        )}
      </Td>
    </Tr>
  )
}

function When({ step: { startsAtS, endsAtS } }: Readonly<{ step: PlannedStep }>) {
  const { t, duration } = useTexts()
  return (
    <>
      {startsAtS < 1 ? t('detail.plan.startsAtOnce') : t('detail.plan.starts', { start: duration(startsAtS) })}
      <div className="field-note">{t('detail.plan.takes', { duration: duration(endsAtS - startsAtS) })}</div>
    </>
  )
}
