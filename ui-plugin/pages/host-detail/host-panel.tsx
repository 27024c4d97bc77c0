import { SidePanel } from '../../components/side-panel.tsx'
import { LaterTexts } from '../../messages/later-texts.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { useWatchedHost } from '../hosts/use-watched-hosts.ts'
import { HostSections } from './host-sections.tsx'

/** All that a host last told of itself and its VMs, beside the list. Escape closes it. */
export function HostPanel({ hostId, onClose }: Readonly<{ hostId: string; onClose: () => void }>) {
  const { t } = useTexts()
  const [remote, reload] = useWatchedHost(hostId)
  return (
    <SidePanel
      defaultSize="640px"
      minSize="420px"
      className="host-panel"
      resizeAriaLabel={t('detail.resize')}
      title={t('hostDetail.title', { host: remote.state === 'ready' ? remote.data.name : '' })}
      closeLabel={t('hostDetail.close')}
      onClose={onClose}
    >
      <WhenReady remote={remote} onRetry={reload}>
        {host => (
          <LaterTexts>
            <HostSections
              host={host}
              loadedAtMs={remote.state === 'ready' ? remote.loadedAtMs : 0}
              failure={remote.state === 'ready' ? remote.failure : undefined}
            />
          </LaterTexts>
        )}
      </WhenReady>
    </SidePanel>
  )
}
