import { useTexts } from '../../messages/use-texts.tsx'
import { EntityLink } from '../portal-links.tsx'
import { cpuLevelOf, type HostLoad, levelOf, memoryLevelOf, pressureLevelOf } from './host-load.ts'
import { LevelMark } from './level-mark.tsx'
import { PressureBar } from './pressure-bar.tsx'
import { UseBar } from './use-bar.tsx'

/** Up to eight hosts: memory, CPU and pressure as a labelled bar each, with every figure. */
export function HostRows({ hosts }: Readonly<{ hosts: readonly HostLoad[] }>) {
  const { t } = useTexts()
  return (
    <ul className="host-rows">
      <li className="host-rows-head" aria-hidden>
        <span />
        <span>{t('hosts.memory')}</span>
        <span />
        <span>{t('hosts.cpu')}</span>
        <span />
        <span>{t('hosts.pressure')}</span>
        <span />
      </li>
      {hosts.map(host => (
        <HostRow key={host.id} host={host} />
      ))}
    </ul>
  )
}

function HostRow({ host }: Readonly<{ host: HostLoad }>) {
  const { t, change, memory, phrase, ratio } = useTexts()
  const { name, status, memoryPercent, memoryAfterPercent, memoryLimitPercent, memoryFreeMiB, cpuPercent } = host
  const { vcpusPerCpu, vcpusPerCpuAfter, swapUsedMiB } = host
  return (
    <li>
      <span className="host-rows-name">
        <LevelMark level={levelOf(host)} /> <EntityLink kind="host" name={name} />
        <span className="aside">
          {status === 'up' ? t('hosts.vms', { vms: host.activeVms }) : phrase(status.replaceAll('_', ' '))}
          {host.migratingVms > 0 && `, ${t('hosts.migrating', { vms: host.migratingVms })}`}
        </span>
      </span>
      <UseBar
        label={t('hosts.bar.memory', { host: name })}
        percent={memoryPercent}
        afterPercent={memoryAfterPercent}
        limitPercent={memoryLimitPercent}
        level={memoryLevelOf(host)}
      />
      <span className="figure">
        {change(memoryPercent, memoryAfterPercent)}
        {memoryFreeMiB !== undefined && (
          <span className="aside">{t('hosts.free', { memory: memory(memoryFreeMiB) })}</span>
        )}
      </span>
      <UseBar
        label={t('hosts.bar.cpu', { host: name })}
        percent={cpuPercent}
        afterPercent={host.cpuAfterPercent}
        limitPercent={host.cpuLimitPercent}
        level={cpuLevelOf(host)}
      />
      <span className="figure">{change(cpuPercent, host.cpuAfterPercent)}</span>
      <PressureBar
        hostName={name}
        perCpu={vcpusPerCpu}
        afterPerCpu={vcpusPerCpuAfter}
        swapUsedMiB={swapUsedMiB}
        level={pressureLevelOf(host)}
      />
      <span className="figure">
        {ratio(vcpusPerCpu, vcpusPerCpuAfter)}
        {swapUsedMiB !== undefined && swapUsedMiB > 0 && (
          <span className="aside">{t('hosts.swap', { memory: memory(swapUsedMiB) })}</span>
        )}
      </span>
    </li>
  )
}
