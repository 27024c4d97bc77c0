import {
  CheckCircleIcon,
  ExclamationTriangleIcon,
  InProgressIcon,
  PowerOffIcon,
  UnlinkIcon,
} from '@patternfly/react-icons'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'

type Connection = WatchedHostView['connection']

const looks: Readonly<Record<Connection['state'], Look>> = {
  connected: { icon: <CheckCircleIcon />, status: 'success' },
  waiting: { icon: <ExclamationTriangleIcon />, status: 'warning' },
  connecting: { icon: <InProgressIcon />, status: 'info' },
  'not-dialled': { icon: <PowerOffIcon /> },
  'not-configured': { icon: <UnlinkIcon /> },
}

/** How we stand with a host, in which way, and since when. */
export function ConnectionLabel({ connection }: Readonly<{ connection: Connection }>) {
  const { t, duration, exactTime } = useTexts()
  const now = useNow(10_000)
  const { state, via, sinceMs } = connection
  return (
    <>
      <StateLabel look={looks[state]} text={t(`host.state.${state}`)} />
      {state !== 'not-configured' && (
        <span className="field-note host-since" title={exactTime(sinceMs)}>
          {t('host.state.for', { via: t(`host.via.${via}`), duration: duration((now - sinceMs) / 1000) })}
        </span>
      )}
    </>
  )
}
