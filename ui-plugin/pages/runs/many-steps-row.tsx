import { Td } from '@patternfly/react-table'
import { useState } from 'react'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { OpenableRow } from '../../components/openable-row.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { tookSeconds } from './run-facts.ts'
import { RunProgress } from './run-progress.tsx'
import { RunSteps } from './run-steps.tsx'
import { RunTailCells } from './run-tail-cells.tsx'
import { useRunTitle } from './use-run-title.ts'

const COLUMNS = 8

export type ManyStepsRowProps = Readonly<{ run: Run; hasCluster: boolean; onPlanBack: (reply: PlanReply) => void }>

/** A run of many steps: how far it is, and below it the steps when they are wanted. */
export function ManyStepsRow({ run, hasCluster, onPlanBack }: ManyStepsRowProps) {
  const { t } = useTexts()
  const what = useRunTitle()(run)
  const [isOpen, setOpen] = useState(false)
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      label={t('runs.many.steps', { what })}
      columns={COLUMNS + Number(hasCluster)}
      details={<RunSteps run={run} />}
    >
      <Td dataLabel={t('runs.column.move')} colSpan={2}>
        {what}
      </Td>
      <Td dataLabel={t('runs.column.state')}>
        <RunProgress run={run} />
      </Td>
      <RunTailCells run={run} hasCluster={hasCluster} seconds={tookSeconds(run)} onPlanBack={onPlanBack} />
    </OpenableRow>
  )
}
