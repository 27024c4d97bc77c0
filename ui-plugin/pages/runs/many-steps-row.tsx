import { Button } from '@patternfly/react-core'
import { AngleDownIcon, AngleRightIcon } from '@patternfly/react-icons'
import { ExpandableRowContent, Tbody, Td, Tr } from '@patternfly/react-table'
import { useId, useState } from 'react'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { RunActions } from './run-actions.tsx'
import { tookSeconds } from './run-facts.ts'
import { RunProgress } from './run-progress.tsx'
import { RunSteps } from './run-steps.tsx'
import { useRunTitle } from './use-run-title.ts'

const COLUMNS = 8

/** A run of many steps: how far it is, and below it the steps when they are wanted. */
export function ManyStepsRow({ run, onPlanBack }: Readonly<{ run: Run; onPlanBack: (reply: PlanReply) => void }>) {
  const { t, time, exactTime, duration } = useTexts()
  const what = useRunTitle()(run)
  const [isOpen, setOpen] = useState(false)
  const stepsId = useId()
  const took = tookSeconds(run)
  return (
    <Tbody isExpanded={isOpen}>
      <Tr>
        <Td className="row-toggle">
          <Button
            variant="plain"
            size="sm"
            icon={isOpen ? <AngleDownIcon /> : <AngleRightIcon />}
            aria-label={t('runs.many.steps', { what })}
            aria-expanded={isOpen}
            aria-controls={stepsId}
            onClick={() => setOpen(!isOpen)}
          />
        </Td>
        <Td dataLabel={t('runs.column.move')} colSpan={2}>
          {what}
        </Td>
        <Td dataLabel={t('runs.column.state')}>
          <RunProgress run={run} />
        </Td>
        <Td dataLabel={t('runs.column.by')}>{run.requestedBy.name}</Td>
        <Td dataLabel={t('runs.column.started')}>
          <span title={exactTime(run.createdAtMs)}>{time(run.createdAtMs)}</span>
        </Td>
        <Td dataLabel={t('runs.column.took')} className="figure">
          {took === undefined ? '' : duration(took)}
        </Td>
        <Td>
          <div className="row-actions">
            <RunActions run={run} onPlanBack={onPlanBack} />
          </div>
        </Td>
      </Tr>
      <Tr isExpanded={isOpen} id={stepsId}>
        <Td colSpan={COLUMNS}>
          {isOpen && (
            <ExpandableRowContent>
              <RunSteps run={run} />
            </ExpandableRowContent>
          )}
        </Td>
      </Tr>
    </Tbody>
  )
}
