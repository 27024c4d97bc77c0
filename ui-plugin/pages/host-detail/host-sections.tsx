import { useState } from 'react'
import type { WatchedHostDetail } from '../../../shared/api/hosts.ts'
import { Alert } from '../../components/alert.tsx'
import { type Failure, useFailureText } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { PolicySection } from '../host-policy/policy-section.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'
import { isOld, problemOf } from '../hosts/watched-host-facts.ts'
import { cpusOf } from './cpu-pins.ts'
import { CpuSection } from './cpu-section.tsx'
import { GuestSection } from './guest-section.tsx'
import { HostConnection } from './host-connection.tsx'
import { KsmSection } from './ksm-section.tsx'
import { MemorySection } from './memory-section.tsx'

export type HostSectionsProps = Readonly<{
  host: WatchedHostDetail
  loadedAtMs: number
  /** Why the host as shown could not be brought up to date. */
  failure: Failure | undefined
}>

export function HostSections({ host, loadedAtMs, failure }: HostSectionsProps) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [litId, setLitId] = useState<string>()
  const { reading, guests } = host
  const known = guests?.guests ?? []
  return (
    <>
      {failure !== undefined && (
        <Alert component="h3" isInline variant="warning" title={t('hostDetail.stale')}>
          {failureText(failure)}
        </Alert>
      )}
      <Trouble host={host} />
      <HostConnection host={host} loadedAtMs={loadedAtMs} />
      {reading !== undefined && (
        <>
          <CpuSection
            hostName={host.name}
            reading={reading}
            guests={known}
            litCpus={cpusOf(known.find(({ id }) => id === litId))}
          />
          <MemorySection hostName={host.name} reading={reading} guests={known} />
          <KsmSection reading={reading} />
        </>
      )}
      {host.connection.state !== 'not-configured' && <PolicySection key={`policy of ${host.id}`} host={host} />}
      {(reading !== undefined || guests !== undefined) && (
        <GuestSection key={host.id} host={host} loadedAtMs={loadedAtMs} onLight={setLitId} />
      )}
    </>
  )
}

/** Why there are no figures, or none that are new, and what can be done. */
function Trouble({ host }: Readonly<{ host: WatchedHostDetail }>) {
  const { t, phrase } = useTexts()
  const { whyUnread } = useHostTexts()
  const problem = problemOf(host)
  if (host.reading !== undefined && !isOld(host)) return null
  return (
    <Alert
      component="h3"
      isInline
      variant={problem === undefined ? 'info' : 'warning'}
      title={t(host.reading === undefined ? 'hostDetail.unread' : 'hostDetail.trouble')}
    >
      <p>{whyUnread(host)}</p>
      {problem !== undefined && (
        <>
          <p>{phrase(problem.fix)}</p>
          <p className="failure-code">{t('state.code', { code: problem.code })}</p>
        </>
      )}
    </Alert>
  )
}
