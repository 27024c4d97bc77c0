import '../../static/hosts.css'
import { LaterTexts } from '../../messages/later-texts.tsx'
import { TuningCard } from '../host-policy/tuning-card.tsx'
import { useShownHost } from './use-shown-host.ts'
import { useWatchedHosts } from './use-watched-hosts.ts'
import { WatchedHostsCard } from './watched-hosts-card.tsx'

/** What the hosts say of themselves. Their details are the page's panel. */
export function HostsView() {
  const [hosts, reload] = useWatchedHosts()
  const [shownId, show] = useShownHost()
  return (
    <LaterTexts>
      {hosts.state === 'ready' && <TuningCard hosts={hosts.data.hosts} />}
      <WatchedHostsCard hosts={hosts} onRetry={reload} shownId={shownId} onShow={show} />
    </LaterTexts>
  )
}
