import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Run, Step } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { PageFailure, PageLoading } from '../../components/page-states.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { StepProgress } from './step-progress.tsx'

export function RunsCard({ runs, onRetry }: Readonly<{ runs: Remote<readonly Run[]>; onRetry: () => void }>) {
  const { t } = useTexts()
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('runs.title')}</CardTitle>
      <CardBody>
        {runs.state === 'loading' && <PageLoading />}
        {runs.state === 'failed' && <PageFailure failure={runs.failure} onRetry={onRetry} />}
        {runs.state === 'ready' && runs.data.length === 0 && (
          <p className="field-note">
            {t('runs.empty')} {t('runs.empty.body')}
          </p>
        )}
        {runs.state === 'ready' && runs.data.length > 0 && <RunsTable runs={runs.data} />}
      </CardBody>
    </Card>
  )
}

function RunsTable({ runs }: Readonly<{ runs: readonly Run[] }>) {
  const { t } = useTexts()
  return (
    <Table variant="compact" aria-label={t('runs.title')} className="runs-table">
      <Thead>
        <Tr>
          <Th>{t('runs.column.vm')}</Th>
          <Th>{t('runs.column.move')}</Th>
          <Th width={40}>{t('runs.column.state')}</Th>
          <Th>{t('runs.column.by')}</Th>
          <Th>{t('runs.column.started')}</Th>
          <Th className="figure">{t('runs.column.took')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {runs.flatMap(run => run.steps.map(step => <StepRow key={`${run.id} ${step.index}`} run={run} step={step} />))}
      </Tbody>
    </Table>
  )
}

function StepRow({ run, step }: Readonly<{ run: Run; step: Step }>) {
  const { t, time, exactTime, duration } = useTexts()
  const { vm, from, to, startedAtMs, endedAtMs } = step
  const took = startedAtMs === undefined || endedAtMs === undefined ? undefined : (endedAtMs - startedAtMs) / 1000
  return (
    <Tr>
      <Td dataLabel={t('runs.column.vm')} modifier="nowrap">
        <EntityLink kind="vm" name={vm.name} />
      </Td>
      <Td dataLabel={t('runs.column.move')} modifier="nowrap">
        <EntityLink kind="host" name={from.name} /> → <EntityLink kind="host" name={to.name} />
      </Td>
      <Td dataLabel={t('runs.column.state')}>
        <StepProgress step={step} />
      </Td>
      <Td dataLabel={t('runs.column.by')}>{run.requestedBy.name}</Td>
      <Td dataLabel={t('runs.column.started')}>
        <span title={exactTime(run.createdAtMs)}>{time(run.createdAtMs)}</span>
      </Td>
      <Td dataLabel={t('runs.column.took')} className="figure">
        {took === undefined ? '' : duration(took)}
      </Td>
    </Tr>
  )
}
