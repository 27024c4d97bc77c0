import { useTexts } from '../../messages/use-texts.tsx'
import { EntityLink } from '../portal-links.tsx'
import { type HostLoad, levelOf, levelOfPercent } from './host-load.ts'
import { LevelMark } from './level-mark.tsx'
import { UseBar } from './use-bar.tsx'

/** Up to eight hosts: memory and CPU as two labelled bars each, with every figure. */
export function HostRows({ hosts }: Readonly<{ hosts: readonly HostLoad[] }>) {
  const { t } = useTexts()
  return (
    <ul className="host-rows">
      {hosts.map(host => (
        <li key={host.id}>
          <div className="host-rows-name">
            <LevelMark level={levelOf(host)} /> <EntityLink kind="host" name={host.name} />
            <span className="host-rows-vms">
              {host.status === 'up' ? t('hosts.vms', { vms: host.activeVms }) : host.status.replaceAll('_', ' ')}
              {host.migratingVms > 0 && `, ${t('hosts.migrating', { vms: host.migratingVms })}`}
            </span>
          </div>
          <HostMemory host={host} />
          <HostCpu host={host} />
        </li>
      ))}
    </ul>
  )
}

function HostMemory({ host }: Readonly<{ host: HostLoad }>) {
  const { t, percent, memory } = useTexts()
  const { name, memoryPercent, memoryAfterPercent, memoryLimitPercent, memoryFreeMiB } = host
  return (
    <div className="host-rows-measure">
      <span>{t('hosts.memory')}</span>
      <UseBar
        label={t('hosts.bar.memory', { host: name })}
        percent={memoryPercent}
        afterPercent={memoryAfterPercent}
        limitPercent={memoryLimitPercent}
        level={levelOf(host)}
      />
      <span className="figure">
        {memoryAfterPercent === undefined
          ? percent(memoryPercent)
          : t('hosts.value.after', { before: percent(memoryPercent), after: percent(memoryAfterPercent) })}
        {memoryFreeMiB !== undefined && (
          <span className="host-rows-free">{t('hosts.free', { memory: memory(memoryFreeMiB) })}</span>
        )}
      </span>
    </div>
  )
}

function HostCpu({ host: { name, cpuPercent } }: Readonly<{ host: HostLoad }>) {
  const { t, percent } = useTexts()
  return (
    <div className="host-rows-measure">
      <span>{t('hosts.cpu')}</span>
      <UseBar label={t('hosts.bar.cpu', { host: name })} percent={cpuPercent} level={levelOfPercent(cpuPercent)} />
      <span className="figure">{percent(cpuPercent)}</span>
    </div>
  )
}
