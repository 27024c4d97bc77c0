import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import { CheckCircleIcon } from '@patternfly/react-icons'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { ClusterHealth } from '../../../shared/api/cluster-health.ts'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import type { Remote } from '../../api/use-remote.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'

export type UnhappyVmsProps = Readonly<{
  cluster: ClusterSummary
  health: Remote<ClusterHealth>
  onRetry: () => void
}>

/** The VMs of a cluster that stand worst, and what costs them points. */
export function UnhappyVms({ cluster, health, onRetry }: UnhappyVmsProps) {
  const { t } = useTexts()
  const { name, vmsRunning } = cluster
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('overview.vms.title', { cluster: name })}</CardTitle>
      <CardBody>
        <WhenReady remote={health} onRetry={onRetry}>
          {({ vms }) =>
            vms.length === 0 ? (
              <p className="check check-good">
                <span className="check-mark" aria-hidden>
                  <CheckCircleIcon />
                </span>
                <span>{t('overview.vms.none', { vms: vmsRunning, cluster: name })}</span>
              </p>
            ) : (
              <VmTable label={t('overview.vms.title', { cluster: name })} vms={vms} />
            )
          }
        </WhenReady>
      </CardBody>
    </Card>
  )
}

function VmTable({ label, vms }: Readonly<{ label: string; vms: ClusterHealth['vms'] }>) {
  const { t, number, reason } = useTexts()
  return (
    <Table variant="compact" borders={false} aria-label={label} className="overview-table">
      <Thead>
        <Tr>
          <Th>{t('overview.vms.vm')}</Th>
          <Th>{t('overview.vms.host')}</Th>
          <Th className="figure" modifier="nowrap">
            {t('overview.vms.score')}
          </Th>
          <Th width={60}>{t('overview.vms.why')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {vms.map(({ vm, host, score, costs }) => (
          <Tr key={vm.id}>
            <Td dataLabel={t('overview.vms.vm')} modifier="nowrap">
              <EntityLink kind="vm" name={vm.name} />
            </Td>
            <Td dataLabel={t('overview.vms.host')} modifier="nowrap">
              <EntityLink kind="host" name={host.name} />
            </Td>
            <Td dataLabel={t('overview.vms.score')} className="figure">
              {number(score)}
            </Td>
            <Td dataLabel={t('overview.vms.why')}>
              {costs.map(({ points, because }) => (
                <div key={because.text}>
                  {t('overview.vms.cost', {
                    because: reason(because),
                    points: t('overview.costs.points', { points: number(points) }),
                  })}
                </div>
              ))}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  )
}
