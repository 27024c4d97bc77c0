import { ExclamationTriangleIcon } from '@patternfly/react-icons'
import { Td } from '@patternfly/react-table'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { Absent } from '../../components/absent.tsx'
import { FigureBar } from '../../components/figure-bar.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { useHostTexts } from './use-host-texts.ts'
import { isOld, memoryUsedKiB, memoryUsedPercent } from './watched-host-facts.ts'

type Props = Readonly<{ host: WatchedHostView; figures: NonNullable<WatchedHostView['figures']>; loadedAtMs: number }>

/** The cells of what a host last told. */
export function HostFigures({ host, figures, loadedAtMs }: Props) {
  const { t, percent, number } = useTexts()
  const { kib } = useHostTexts()
  const { name } = host
  const used = memoryUsedKiB(host)
  return (
    <>
      <Td dataLabel={t('host.column.cpu')}>
        {figures.cpuPercent === undefined ? (
          <Absent why={t('absent.cpu')} />
        ) : (
          <FigureBar label={t('host.bar.cpu', { host: name })} percent={figures.cpuPercent}>
            {percent(figures.cpuPercent)}
          </FigureBar>
        )}
      </Td>
      <Td dataLabel={t('host.column.memory')}>
        {used === undefined ? (
          <>
            <Absent why={t('absent.untold')} /> {t('host.ofTotal', { total: kib(figures.memoryTotalKiB) })}
          </>
        ) : (
          <FigureBar label={t('host.bar.memory', { host: name })} percent={memoryUsedPercent(host) ?? 0}>
            {percent(memoryUsedPercent(host))}
          </FigureBar>
        )}
        {used !== undefined && (
          <span className="field-note host-since">
            {t('host.usedOf', { used: kib(used), total: kib(figures.memoryTotalKiB) })}
          </span>
        )}
      </Td>
      <Td dataLabel={t('host.column.swap')} className="figure if-980">
        {figures.swapUsedKiB === undefined ? <Absent why={t('absent.untold')} /> : kib(figures.swapUsedKiB)}
      </Td>
      <Td dataLabel={t('host.column.ksm')} className="figure if-1080">
        {figures.ksmSavedKiB === undefined ? <Absent why={t('absent.untold')} /> : kib(figures.ksmSavedKiB)}
      </Td>
      <Td dataLabel={t('host.column.vms')} className="figure if-880">
        {figures.guestsRunning === undefined ? <Absent why={t('absent.guests')} /> : number(figures.guestsRunning)}
      </Td>
      <Td dataLabel={t('host.column.age')} className="figure if-740">
        <ReadingAge host={host} loadedAtMs={loadedAtMs} />
      </Td>
    </>
  )
}

/** How old the figures are; where no newer ones come, that is marked. */
export function ReadingAge({ host, loadedAtMs }: Readonly<{ host: WatchedHostView; loadedAtMs: number }>) {
  const { t, duration, exactTime } = useTexts()
  const now = useNow(1000)
  const { readingAgeMs, readAtMs } = host
  if (readingAgeMs === undefined || readAtMs === undefined) return <Absent />
  const age = duration((readingAgeMs + now - loadedAtMs) / 1000)
  return isOld(host) ? (
    <span className="host-old" title={exactTime(readAtMs)}>
      <ExclamationTriangleIcon aria-hidden /> {age} <span className="pf-v6-screen-reader">{t('host.old')}</span>
    </span>
  ) : (
    <span title={exactTime(readAtMs)}>{age}</span>
  )
}
