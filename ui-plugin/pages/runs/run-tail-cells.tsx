import { Td } from '@patternfly/react-table'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { RunActions } from './run-actions.tsx'
import { TookCell } from './took-cell.tsx'

export type RunTailCellsProps = Readonly<{
  run: Run
  hasCluster: boolean
  /** How long it took; undefined while it goes on. */
  seconds: number | undefined
  onPlanBack: (reply: PlanReply) => void
}>

/** Who applied it, when, how long it took, and what may be done with it: the last cells of every run. */
export function RunTailCells({ run, hasCluster, seconds, onPlanBack }: RunTailCellsProps) {
  const { t, time, exactTime } = useTexts()
  return (
    <>
      {hasCluster && (
        <Td dataLabel={t('recs.column.cluster')} className="run-cluster">
          <EntityLink kind="cluster" name={run.cluster.name} />
        </Td>
      )}
      <Td dataLabel={t('runs.column.by')}>{run.requestedBy.name}</Td>
      <Td dataLabel={t('runs.column.started')} className="run-when">
        <span title={exactTime(run.createdAtMs)}>{time(run.createdAtMs)}</span>
      </Td>
      <TookCell seconds={seconds} />
      <Td>
        <div className="row-actions">
          <RunActions run={run} onPlanBack={onPlanBack} />
        </div>
      </Td>
    </>
  )
}
