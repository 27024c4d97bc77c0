import { Button } from '@patternfly/react-core'
import { SearchIcon } from '@patternfly/react-icons'
import { useMemo } from 'react'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { Empty } from '../../components/page-states.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useKept } from '../app/kept-state.tsx'
import { arrangedHosts, everyHost, type HostFilter, type HostOrder, troubleFirst } from './arrange-hosts.ts'
import { HostToolbar } from './host-toolbar.tsx'
import { type SteadyHosts, useSteadyHosts } from './use-steady-hosts.ts'
import { WatchedHostTable, type WatchedHostTableProps } from './watched-host-table.tsx'

export type WatchedHostsProps = Pick<WatchedHostTableProps, 'loadedAtMs' | 'shownId' | 'onShow'> &
  Readonly<{ hosts: readonly WatchedHostView[] }>

/** The rows in the order and with the filter that the reader has chosen; what else changes is announced. */
export function WatchedHosts({ hosts, ...table }: WatchedHostsProps) {
  const { t } = useTexts()
  const [filter, setFilter] = useKept<HostFilter>('hosts, filter', () => everyHost)
  const [order, setOrder] = useKept<HostOrder>('hosts, order', () => troubleFirst)
  const wanted = useMemo(() => arrangedHosts(hosts, filter, order), [hosts, filter, order])
  const key = JSON.stringify([filter, order])
  const steady = useSteadyHosts(hosts, wanted, key)
  const { rows } = steady
  const [shown, pager] = usePages(rows, { title: t('host.title'), key, size: 20 })
  return (
    <>
      <HostToolbar hosts={hosts} filter={filter} onChange={setFilter} shown={wanted.length} />
      <Changes {...steady} />
      {rows.length === 0 ? (
        <Empty
          title={t('host.noMatch')}
          icon={SearchIcon}
          action={{ label: t('host.filter.clear'), onClick: () => setFilter(everyHost) }}
        >
          {t('host.noMatch.body', { hidden: hosts.length })}
        </Empty>
      ) : (
        <WatchedHostTable {...table} rows={shown} order={order} onOrder={setOrder} />
      )}
      {pager}
    </>
  )
}

function Changes({ rows, arrived, moved, orderedAtMs, refresh }: SteadyHosts) {
  const { t, time } = useTexts()
  const gone = rows.filter(row => row.gone).length
  const news = [
    ...(arrived > 0 ? [t('host.arrived', { count: arrived })] : []),
    ...(gone > 0 ? [t('host.gone', { count: gone })] : []),
    ...(moved ? [t('host.moved', { time: time(orderedAtMs) })] : []),
  ]
  return (
    <div aria-live="polite" className="row-news host-news">
      {news.length > 0 && (
        <>
          {news.join(' ')}
          <Button variant="link" isInline onClick={refresh}>
            {t('host.refresh')}
          </Button>
        </>
      )}
    </div>
  )
}
