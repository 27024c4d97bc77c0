import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run, Step } from '../../../shared/plan/run.ts'
import { EntityLink, HostsOfMove } from '../../components/portal-links.tsx'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { ManyStepsRow } from './many-steps-row.tsx'
import { stepSeconds } from './run-facts.ts'
import { RunTailCells } from './run-tail-cells.tsx'
import { StepProgress } from './step-progress.tsx'

/** What its columns need; where they get less, beside a drawer, each run is a block of its own. */
const WIDE_PX = 800

export type RunsTableProps = Readonly<{
  runs: readonly Run[]
  hasCluster: boolean
  onPlanBack: (reply: PlanReply) => void
}>

/** One row for each run; those of many steps open to show them. */
export function RunsTable({ runs, hasCluster, onPlanBack }: RunsTableProps) {
  const { t } = useTexts()
  const [place, width] = useWidth(WIDE_PX)
  const hasToggles = runs.some(({ steps }) => steps.length > 1)
  const isNarrow = width < WIDE_PX
  return (
    <div ref={place}>
      <Table
        variant="compact"
        aria-label={t('runs.title')}
        className="runs-table"
        gridBreakPoint={isNarrow ? 'grid' : 'grid-md'}
      >
        <Thead>
          <Tr>
            {hasToggles && <Th screenReaderText={t('runs.column.steps')} className="row-toggle" />}
            <Th>{t('runs.column.vm')}</Th>
            <Th modifier="nowrap">{t('runs.column.move')}</Th>
            <Th width={40}>{t('runs.column.state')}</Th>
            {hasCluster && <Th>{t('recs.column.cluster')}</Th>}
            <Th>{t('runs.column.by')}</Th>
            <Th>{t('runs.column.started')}</Th>
            <Th className="figure">{t('runs.column.took')}</Th>
            <Th screenReaderText={t('runs.column.actions')} />
          </Tr>
        </Thead>
        {runs.map(run => {
          const [step, ...others] = run.steps
          if (step === undefined) return null
          if (others.length > 0)
            return <ManyStepsRow key={run.id} run={run} hasCluster={hasCluster} onPlanBack={onPlanBack} />
          return (
            <Tbody key={run.id}>
              <OneStepRow
                run={run}
                step={step}
                hasToggles={hasToggles}
                hasCluster={hasCluster}
                onPlanBack={onPlanBack}
              />
            </Tbody>
          )
        })}
      </Table>
    </div>
  )
}

type OneStepRowProps = Readonly<{ run: Run; step: Step; hasToggles: boolean }> & Omit<RunsTableProps, 'runs'>

function OneStepRow({ run, step, hasToggles, hasCluster, onPlanBack }: OneStepRowProps) {
  const { t } = useTexts()
  const { vm, from, to } = step
  return (
    <Tr>
      {hasToggles && <Td className="row-toggle" />}
      <Td dataLabel={t('runs.column.vm')} modifier="nowrap">
        <EntityLink kind="vm" name={vm.name} />
      </Td>
      <Td dataLabel={t('runs.column.move')} modifier="nowrap">
        <HostsOfMove from={from} to={to} />
      </Td>
      <Td dataLabel={t('runs.column.state')}>
        <StepProgress step={step} />
      </Td>
      <RunTailCells run={run} hasCluster={hasCluster} seconds={stepSeconds(step)} onPlanBack={onPlanBack} />
    </Tr>
  )
}
