import { useTexts } from '../../messages/use-texts.tsx'
import { type HostLoad, levelOf } from './host-load.ts'
import { HostThinRows } from './host-thin-rows.tsx'

const NAMED = 10

/** Hundreds of hosts: a cell each, worst first, and the ten worst by name. */
export function HostGrid({ hosts }: Readonly<{ hosts: readonly HostLoad[] }>) {
  const { t, percent, ratio } = useTexts()
  return (
    <div className="host-grid">
      <div>
        <h3 className="host-grid-title">{t('hosts.grid', { hosts: hosts.length })}</h3>
        <div className="host-grid-cells" role="img" aria-label={t('hosts.grid', { hosts: hosts.length })}>
          {hosts.map(host => {
            const level = levelOf(host)
            const title = t('hosts.cell', {
              host: host.name,
              level: t(`hosts.level.${level}`),
              memory: percent(host.memoryPercent),
              cpu: percent(host.cpuPercent),
              pressure: ratio(host.vcpusPerCpu, undefined),
            })
            return <span key={host.id} className={`host-cell host-cell-${level}`} title={title} />
          })}
        </div>
      </div>
      <div>
        <h3 className="host-grid-title">{t('hosts.worst')}</h3>
        <HostThinRows hosts={hosts.slice(0, NAMED)} />
      </div>
    </div>
  )
}
