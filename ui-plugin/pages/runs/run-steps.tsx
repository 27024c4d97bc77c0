import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Run, Step } from '../../../shared/plan/run.ts'
import { EntityLink, HostsOfMove } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { stepSeconds } from './run-facts.ts'
import { StepProgress } from './step-progress.tsx'
import { TookCell } from './took-cell.tsx'
import { useRunTitle } from './use-run-title.ts'

const FIRST = 30

/** Every step of a run in its order, numbered as in the plan. */
export function RunSteps({ run }: Readonly<{ run: Run }>) {
  const { t } = useTexts()
  const what = useRunTitle()(run)
  const [shown, more] = useFirstOf(run.steps, FIRST)
  return (
    <>
      <Table
        variant="compact"
        borders={false}
        aria-label={t('runs.many.steps', { what })}
        className="plan-table run-steps"
      >
        <Thead>
          <Tr>
            <Th className="figure">{t('detail.plan.step')}</Th>
            <Th>{t('runs.column.vm')}</Th>
            <Th modifier="nowrap">{t('runs.column.move')}</Th>
            <Th>{t('detail.plan.waits')}</Th>
            <Th width={40}>{t('runs.column.state')}</Th>
            <Th className="figure">{t('runs.column.took')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(step => (
            <Row key={step.index} step={step} />
          ))}
        </Tbody>
      </Table>
      {more}
    </>
  )
}

function Row({ step }: Readonly<{ step: Step }>) {
  const { t, number } = useTexts()
  const { index, vm, from, to, after } = step
  return (
    <Tr>
      <Td dataLabel={t('detail.plan.step')} className="figure">
        {number(index + 1)}
      </Td>
      <Td dataLabel={t('runs.column.vm')} modifier="nowrap">
        <EntityLink kind="vm" name={vm.name} />
      </Td>
      <Td dataLabel={t('runs.column.move')} modifier="nowrap">
        <HostsOfMove from={from} to={to} />
        {step.isParking && <span className="aside">{t('detail.plan.parked')}</span>}
      </Td>
      <Td dataLabel={t('detail.plan.waits')}>{after.map(before => number(before + 1)).join(', ')}</Td>
      <Td dataLabel={t('runs.column.state')}>
        <StepProgress step={step} />
      </Td>
      <TookCell seconds={stepSeconds(step)} />
    </Tr>
  )
}
