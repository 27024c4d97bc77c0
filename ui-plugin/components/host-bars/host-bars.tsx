import { useMemo } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import { HostGrid } from './host-grid.tsx'
import { byLoad, densityFor, type HostLoad, levelOf, levels, PRESSURE_END } from './host-load.ts'
import { HostRows } from './host-rows.tsx'
import { HostThinRows } from './host-thin-rows.tsx'
import { LevelMark } from './level-mark.tsx'

const views = { labelled: HostRows, thin: HostThinRows, grid: HostGrid }

export type HostBarsProps = Readonly<{
  hosts: readonly HostLoad[]
  /** What the mark on the bars stands for, and what the outline does. */
  limitText?: string
  afterText?: string
}>

/** All hosts of a cluster, worst first; the same picture at three densities. */
export function HostBars({ hosts, limitText, afterText }: HostBarsProps) {
  const { t } = useTexts()
  const sorted = useMemo(() => byLoad(hosts), [hosts])
  const View = views[densityFor(hosts.length)]
  const counts = Map.groupBy(sorted, levelOf)
  const hasAfter = hosts.some(({ memoryAfterPercent }) => memoryAfterPercent !== undefined)
  return (
    <div className="host-bars">
      <ul className="host-legend">
        {levels
          .filter(level => counts.has(level))
          .map(level => (
            <li key={level}>
              {counts.get(level)?.length} <LevelMark level={level} withWord />
            </li>
          ))}
        <li className="host-legend-keys">
          <span className="key key-now" /> {t('hosts.now')}
          {hasAfter && (
            <>
              <span className="key key-after" /> {afterText ?? t('hosts.after')}
            </>
          )}
          {limitText !== undefined && (
            <>
              <span className="key key-limit" /> {limitText}
            </>
          )}
          {hosts.some(({ vcpusPerCpu }) => vcpusPerCpu !== undefined) && (
            <span>{t('hosts.pressure.key', { end: PRESSURE_END })}</span>
          )}
        </li>
      </ul>
      <View hosts={sorted} />
    </div>
  )
}
