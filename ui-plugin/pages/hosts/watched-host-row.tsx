import { Td, Tr } from '@patternfly/react-table'
import { useEffect, useRef } from 'react'
import { Absent } from '../../components/absent.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { RowButton } from '../../components/row-button.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ConnectionLabel } from './connection-label.tsx'
import { HostFigures } from './host-figures.tsx'
import { useHostTexts } from './use-host-texts.ts'
import type { SteadyHost } from './use-steady-hosts.ts'
import { problemOf } from './watched-host-facts.ts'

export type WatchedHostRowProps = Readonly<{
  row: SteadyHost
  loadedAtMs: number
  isShown: boolean
  onShow: (id: string) => void
}>

/** What takes the focus when the details of a host are closed. */
export const detailsButtonOf = (id: string) =>
  document.querySelector<HTMLElement>(`#details-of-${CSS.escape(id)} button`)

/** One host: how it is connected, and what it says. */
export function WatchedHostRow({ row: { host, gone }, loadedAtMs, isShown, onShow }: WatchedHostRowProps) {
  const { t, phrase } = useTexts()
  const { id, name, status, cluster, connection, figures } = host
  const problem = problemOf(host)
  const place = useRef<HTMLTableRowElement>(null)
  // The panel takes width, so the page may flow anew: the row that it is about stays in sight.
  useEffect(() => {
    if (isShown) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  return (
    <Tr ref={place} className={gone ? 'row-gone' : ''} {...(isShown && { isRowSelected: true })}>
      <Td dataLabel={t('host.column.name')}>
        <EntityLink kind="host" name={name} />
        {status !== 'up' && <span className="field-note">{status.replaceAll('_', ' ')}</span>}
      </Td>
      <Td dataLabel={t('host.column.cluster')} className="if-720">
        <EntityLink kind="cluster" name={cluster.name} />
      </Td>
      <Td dataLabel={t('host.column.connection')}>
        <ConnectionLabel connection={connection} />
        {problem !== undefined && figures !== undefined && (
          <span className="field-note host-trouble" title={`${problem.message} ${phrase(problem.fix)}`}>
            {problem.message}
          </span>
        )}
      </Td>
      {figures === undefined ? (
        <Unread host={host} />
      ) : (
        <HostFigures host={host} figures={figures} loadedAtMs={loadedAtMs} />
      )}
      <Td>
        <div className="row-actions" id={`details-of-${id}`}>
          <RowButton
            variant="secondary"
            text={t('host.details')}
            label={t('host.details.of', { host: name })}
            onPress={() => onShow(id)}
          />
        </div>
      </Td>
    </Tr>
  )
}

const figureColumns = ['if-980', 'if-1080', 'if-880', 'if-740'] as const

/** Nothing was ever read: why, in place of the bars. */
function Unread({ host }: Readonly<{ host: SteadyHost['host'] }>) {
  const { phrase } = useTexts()
  const { whyUnread } = useHostTexts()
  const problem = problemOf(host)
  return (
    <>
      <Td colSpan={2}>
        <span className="field-note host-trouble" title={problem && `${problem.message} ${phrase(problem.fix)}`}>
          {whyUnread(host)}
        </span>
      </Td>
      {figureColumns.map(column => (
        <Td key={column} className={`figure ${column}`}>
          <Absent />
        </Td>
      ))}
    </>
  )
}
