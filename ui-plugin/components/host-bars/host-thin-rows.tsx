import { Button } from '@patternfly/react-core'
import { useState } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import { EntityLink } from '../portal-links.tsx'
import { cpuLevelOf, type HostLoad, levelOf, memoryLevelOf } from './host-load.ts'
import { LevelMark } from './level-mark.tsx'
import { UseBar } from './use-bar.tsx'

/** The worst are what one looks for; the others wait behind a button, so that the page keeps its other answers in sight. */
const FIRST = 20

/** One line for each host: memory and below it CPU as thin bars, both figures beside them. */
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
  const { t, change } = useTexts()
  const { name, memoryPercent, memoryAfterPercent, cpuPercent, cpuAfterPercent } = host
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
      </div>
      <span className="figure">{change(memoryPercent, memoryAfterPercent)}</span>
      <span className="figure host-thin-rows-cpu">
        {t('hosts.cpu')} {change(cpuPercent, cpuAfterPercent)}
      </span>
    </li>
  )
}
