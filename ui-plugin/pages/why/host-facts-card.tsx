import { Card, CardBody, CardTitle, DescriptionList } from '@patternfly/react-core'
import { Fact } from '../../components/fact.tsx'
import { levelOfPercent, pressureLevelOf } from '../../components/host-bars/host-load.ts'
import { PressureBar } from '../../components/host-bars/pressure-bar.tsx'
import { UseBar } from '../../components/host-bars/use-bar.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { HostInCluster } from './use-host.ts'

/** What runs on a host, and what it has left. */
export function HostFactsCard({ host, cluster }: HostInCluster) {
  const { t, memory, ratio } = useTexts()
  const { name, activeVms, migratingVms, memoryUsedPercent, memoryFreeMiB, cpuPercent, maxSchedulingMiB } = host
  const { vcpusPerCpu, swapUsedMiB } = host
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('why.host.runs')}</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact className="why-facts">
          <Fact term={t('why.host.running')}>
            {activeVms === 0 ? (
              t('why.host.vms.none')
            ) : (
              <EntityLink kind="host-vms" name={name}>
                {t('why.host.vms', { vms: activeVms })}
              </EntityLink>
            )}
            {migratingVms > 0 && `, ${t('hosts.migrating', { vms: migratingVms })}`}
          </Fact>
          <Fact term={t('hosts.memory')}>
            <Use label={t('hosts.bar.memory', { host: name })} percent={memoryUsedPercent}>
              {memoryFreeMiB !== undefined && t('hosts.free', { memory: memory(memoryFreeMiB) })}
            </Use>
          </Fact>
          <Fact term={t('hosts.cpu')}>
            <Use label={t('hosts.bar.cpu', { host: name })} percent={cpuPercent} />
          </Fact>
          <Fact term={t('hosts.pressure')}>
            <span className="why-use">
              <PressureBar
                hostName={name}
                perCpu={vcpusPerCpu}
                swapUsedMiB={swapUsedMiB}
                level={pressureLevelOf(host)}
              />
              <span className="figure">{ratio(vcpusPerCpu, undefined)}</span>
              <span className="field-note">
                {vcpusPerCpu !== undefined && t('hosts.pressure.unit')}
                {swapUsedMiB !== undefined &&
                  swapUsedMiB > 0 &&
                  `, ${t('hosts.swap', { memory: memory(swapUsedMiB) })}`}
              </span>
            </span>
          </Fact>
          <Fact term={t('why.host.schedulable')}>
            {maxSchedulingMiB === undefined ? t('state.unknown') : memory(maxSchedulingMiB)}
          </Fact>
          <Fact term={t('why.host.cluster')}>
            <EntityLink kind="cluster" name={cluster.name} />
          </Fact>
        </DescriptionList>
      </CardBody>
    </Card>
  )
}

type UseProps = Readonly<{ label: string; percent: number | undefined; children?: React.ReactNode }>

function Use({ label, percent, children }: UseProps) {
  const texts = useTexts()
  return (
    <span className="why-use">
      <UseBar label={label} percent={percent} level={levelOfPercent(percent)} />
      <span className="figure">{texts.percent(percent)}</span>
      <span className="field-note">{children}</span>
    </span>
  )
}
