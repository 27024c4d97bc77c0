import { useTexts } from '../../messages/use-texts.tsx'
import { EntityLink } from '../portal-links.tsx'
import { type HostLoad, levelOf } from './host-load.ts'
import { LevelMark } from './level-mark.tsx'
import { UseBar } from './use-bar.tsx'

/** One line for each host: memory as a thin bar, both figures beside it. */
export function HostThinRows({ hosts }: Readonly<{ hosts: readonly HostLoad[] }>) {
  const { t, percent, change } = useTexts()
  return (
    <ul className="host-thin-rows">
      {hosts.map(host => (
        <li key={host.id}>
          <LevelMark level={levelOf(host)} />
          <span className="host-thin-rows-name">
            <EntityLink kind="host" name={host.name} />
          </span>
          <UseBar
            label={t('hosts.bar.memory', { host: host.name })}
            percent={host.memoryPercent}
            afterPercent={host.memoryAfterPercent}
            limitPercent={host.memoryLimitPercent}
            level={levelOf(host)}
          />
          <span className="figure">{change(host.memoryPercent, host.memoryAfterPercent)}</span>
          <span className="figure host-thin-rows-cpu">
            {t('hosts.cpu')} {percent(host.cpuPercent)}
          </span>
        </li>
      ))}
    </ul>
  )
}
