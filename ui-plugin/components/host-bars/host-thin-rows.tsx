import { Button } from '@patternfly/react-core'
import { useState } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import { EntityLink } from '../portal-links.tsx'
import { cpuLevelOf, type HostLoad, levelOf, memoryLevelOf, pressureLevelOf } from './host-load.ts'
import { LevelMark } from './level-mark.tsx'
import { PressureBar } from './pressure-bar.tsx'
import { UseBar } from './use-bar.tsx'

/** The worst are what one looks for; the others wait behind a button, so that the page keeps its other answers in sight. */
const FIRST = 20

/** One row for each host: memory, CPU and pressure as thin bars below each other, each with its figure beside it. */
export function HostThinRows({ hosts }: Readonly<{ hosts: readonly HostLoad[] }>) {
  const { t } = useTexts()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? hosts : hosts.slice(0, FIRST)
  return (
    <>
      <ul className="host-thin-rows">
        {shown.map(host => (
          <ThinRow key={host.id} host={host} />
        ))}
      </ul>
      {hosts.length > FIRST && (
        <Button variant="link" isInline aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('hosts.showFewer', { hosts: FIRST }) : t('hosts.showAll', { hosts: hosts.length })}
        </Button>
      )}
    </>
  )
}

function ThinRow({ host }: Readonly<{ host: HostLoad }>) {
  const { t, change, ratio } = useTexts()
  const { name, memoryPercent, memoryAfterPercent, cpuPercent, cpuAfterPercent } = host
  const { vcpusPerCpu, vcpusPerCpuAfter } = host
  return (
    <li>
      <LevelMark level={levelOf(host)} />
      <span className="host-thin-rows-name">
        <EntityLink kind="host" name={name} />
      </span>
      <div className="host-thin-bars">
        <UseBar
          label={t('hosts.bar.memory', { host: name })}
          percent={memoryPercent}
          afterPercent={memoryAfterPercent}
          limitPercent={host.memoryLimitPercent}
          level={memoryLevelOf(host)}
        />
        <UseBar
          label={t('hosts.bar.cpu', { host: name })}
          percent={cpuPercent}
          afterPercent={cpuAfterPercent}
          limitPercent={host.cpuLimitPercent}
          level={cpuLevelOf(host)}
        />
        <PressureBar
          hostName={name}
          perCpu={vcpusPerCpu}
          afterPerCpu={vcpusPerCpuAfter}
          swapUsedMiB={host.swapUsedMiB}
          level={pressureLevelOf(host)}
        />
      </div>
      <div className="host-thin-figures">
        <span>{t('hosts.memory')}</span>
        <span className="figure">{change(memoryPercent, memoryAfterPercent)}</span>
        <span>{t('hosts.cpu')}</span>
        <span className="figure">{change(cpuPercent, cpuAfterPercent)}</span>
        <span>{t('hosts.pressure')}</span>
        <span className="figure">{ratio(vcpusPerCpu, vcpusPerCpuAfter)}</span>
      </div>
    </li>
  )
}
