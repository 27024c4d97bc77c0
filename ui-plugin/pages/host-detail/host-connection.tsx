import { DescriptionList } from '@patternfly/react-core'
import type { WatchedHostDetail } from '../../../shared/api/hosts.ts'
import { Fact } from '../../components/fact.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { ConnectionLabel } from '../hosts/connection-label.tsx'

/** How we stand with the host, in a few lines. */
export function HostConnection({ host, loadedAtMs }: Readonly<{ host: WatchedHostDetail; loadedAtMs: number }>) {
  const { t, time, duration, exactTime } = useTexts()
  const now = useNow(1000)
  const { name, cluster, connection, readAtMs, readingAgeMs } = host
  const { address, software, lost, nextAttemptAtMs, state } = connection
  return (
    <>
      <p className="field-note host-links">
        <EntityLink kind="host" name={name}>
          {t('hostDetail.inPortal', { host: name })}
        </EntityLink>{' '}
        <span>
          {t('host.column.cluster')} <EntityLink kind="cluster" name={cluster.name} />
        </span>
        {readAtMs !== undefined && readingAgeMs !== undefined && (
          <span title={exactTime(readAtMs)}>
            {t('hostDetail.read', { ago: duration((readingAgeMs + now - loadedAtMs) / 1000) })}
          </span>
        )}
      </p>
      <DescriptionList isCompact columnModifier={{ default: '2Col' }} className="host-facts">
        <Fact term={t('hostDetail.connection')}>
          <ConnectionLabel connection={connection} />
        </Fact>
        {address !== undefined && <Fact term={t('hostDetail.address')}>{address}</Fact>}
        {software !== undefined && <Fact term={t('hostDetail.software')}>{software}</Fact>}
        {(state === 'connected' || state === 'waiting') && (
          <Fact term={t('hostDetail.lost')}>{t('hostDetail.lost.times', { count: lost })}</Fact>
        )}
        {nextAttemptAtMs !== undefined && <Fact term={t('hostDetail.next')}>{time(nextAttemptAtMs)}</Fact>}
      </DescriptionList>
    </>
  )
}
