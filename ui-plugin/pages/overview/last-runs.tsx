import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import { Td, Tr } from '@patternfly/react-table'
import type { Run } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { RunLabel } from '../../components/labels.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { EntityLink, HostsOfMove } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { NoRuns } from '../runs/no-runs.tsx'
import { doneOf, standingOf } from '../runs/run-facts.ts'
import type { ViewProps } from '../scheduler/view-props.ts'
import { PartLink } from './part-link.tsx'

const SHOWN = 5

export type LastRunsProps = Pick<ViewProps, 'onShow'> & Readonly<{ runs: Remote<readonly Run[]>; onRetry: () => void }>

/** What was done last in all clusters, in a line each. */
export function LastRuns({ runs, onRetry, onShow }: LastRunsProps) {
  const { t } = useTexts()
  const toHistory = (
    <PartLink view="history" onShow={onShow}>
      {t('overview.runs.all')}
    </PartLink>
  )
  return (
    <Card isCompact className="sized-card">
      <CardHeader actions={{ actions: toHistory, hasNoOffset: true }}>
        <CardTitle component="h2">{t('overview.runs.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <WhenReady remote={runs} onRetry={onRetry}>
          {all => (all.length === 0 ? <NoRuns /> : <RunLines runs={all.slice(0, SHOWN)} />)}
        </WhenReady>
      </CardBody>
    </Card>
  )
}

function RunLines({ runs }: Readonly<{ runs: readonly Run[] }>) {
  const { t, time, exactTime } = useTexts()
  return (
    <PlainTable
      label={t('overview.runs.title')}
      className="overview-table"
      columns={[t('overview.runs.what'), t('overview.runs.state'), t('overview.runs.when'), t('overview.runs.who')]}
    >
      {runs.map(run => (
        <Tr key={run.id}>
          <Td dataLabel={t('overview.runs.what')}>
            <What run={run} />
          </Td>
          <Td dataLabel={t('overview.runs.state')} modifier="nowrap">
            <RunLabel standing={standingOf(run)} />
            {run.steps.length > 1 && (
              <span className="aside">{t('runs.many.of', { done: doneOf(run), total: run.steps.length })}</span>
            )}
          </Td>
          <Td dataLabel={t('overview.runs.when')} modifier="nowrap">
            <span title={exactTime(run.createdAtMs)}>{time(run.createdAtMs)}</span>
          </Td>
          <Td dataLabel={t('overview.runs.who')}>{run.requestedBy.name}</Td>
        </Tr>
      ))}
    </PlainTable>
  )
}

function What({ run: { cluster, steps } }: Readonly<{ run: Run }>) {
  const { t } = useTexts()
  const [step, ...others] = steps
  if (step === undefined || others.length > 0) return t('runs.many', { cluster: cluster.name, moves: steps.length })
  return (
    <>
      <EntityLink kind="vm" name={step.vm.name} />: <HostsOfMove from={step.from} to={step.to} />
    </>
  )
}
