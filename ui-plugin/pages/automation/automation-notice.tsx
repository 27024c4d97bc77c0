import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { Freeze, Stop } from '../../../shared/plan/automation.ts'
import { useClient } from '../../api/api-context.tsx'
import type { Remote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { HeldAlert } from './held-alert.tsx'

export type AutomationNoticeProps = Readonly<{
  automation: Remote<AutomationReply>
  /** Only what concerns this cluster; absent: all of them. */
  clusterId?: string
  onChange: () => void
}>

/** That moves are stopped or a cluster is frozen, by whom and why, and the way out. Nothing where nothing is held up. */
export function AutomationNotice({ automation, clusterId, onChange }: AutomationNoticeProps) {
  // There from the start: what is put into a live region is read out, a live region that is put into the page is not.
  return (
    <div aria-live="polite" className="automation-notice">
      {automation.state === 'ready' && <Held {...automation.data} clusterId={clusterId} onChange={onChange} />}
    </div>
  )
}

type HeldProps = Pick<AutomationReply, 'state' | 'mayStop' | 'permissionNeeded'> &
  Readonly<{ clusterId: string | undefined; onChange: () => void }>

function Held({ state, mayStop, permissionNeeded, clusterId, onChange }: HeldProps) {
  const freezes = state.freezes.filter(({ cluster }) => clusterId === undefined || cluster.id === clusterId)
  return (
    <>
      {state.stop && <Stopped stop={state.stop} lacking={mayStop ? undefined : permissionNeeded} onChange={onChange} />}
      {freezes.map(freeze => (
        <Frozen key={freeze.cluster.id} freeze={freeze} onChange={onChange} />
      ))}
    </>
  )
}

type StoppedProps = Readonly<{ stop: Stop; lacking: string | undefined; onChange: () => void }>

function Stopped({ stop: { by, atMs, why }, lacking, onChange }: StoppedProps) {
  const { t, time } = useTexts()
  const client = useClient()
  const resume = t('automation.resume')
  return (
    <HeldAlert
      title={t('automation.stopped')}
      failed={t('automation.resume.failed')}
      {...(lacking === undefined && { way: { label: resume, name: resume, take: client.resumeMoves } })}
      onChange={onChange}
    >
      <p>
        {t('automation.stopped.by', { user: by.name, time: time(atMs) })} {why !== '' && `“${why}”`}
      </p>
      <p>
        {t('automation.stopped.means')} {lacking !== undefined && t('automation.denied', { permission: lacking })}
      </p>
    </HeldAlert>
  )
}

function Frozen({ freeze: { cluster, atMs, because }, onChange }: Readonly<{ freeze: Freeze; onChange: () => void }>) {
  const { t, time, reason } = useTexts()
  const client = useClient()
  const way = {
    label: t('automation.thaw'),
    name: t('automation.thaw.of', { cluster: cluster.name }),
    take: (signal: AbortSignal) => client.thawCluster(cluster.id, signal),
  }
  return (
    <HeldAlert
      title={t('automation.frozen', { cluster: cluster.name })}
      failed={t('automation.thaw.failed', { cluster: cluster.name })}
      way={way}
      onChange={onChange}
    >
      <p>{reason(because)}</p>
      <p>{t('automation.frozen.since', { time: time(atMs) })}</p>
    </HeldAlert>
  )
}
