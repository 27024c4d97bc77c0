import {
  DrawerActions,
  DrawerCloseButton,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
  Title,
} from '@patternfly/react-core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { useWatchedHost } from '../hosts/use-watched-hosts.ts'
import { HostSections } from './host-sections.tsx'

/** All that a host last told of itself and its VMs, beside the list. Escape closes it. */
export function HostPanel({ hostId, onClose }: Readonly<{ hostId: string; onClose: () => void }>) {
  const { t } = useTexts()
  const [remote, reload] = useWatchedHost(hostId)
  const title = useRef<HTMLHeadingElement>(null)
  // Another host is another panel (its key is the id), so this happens once for each.
  useEffect(() => title.current?.focus(), [])
  const closeOnEscape = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') onClose()
  }
  return (
    <DrawerPanelContent
      defaultSize="640px"
      minSize="420px"
      isResizable
      onKeyDown={closeOnEscape}
      role="complementary"
      aria-labelledby="host-detail-title"
      className="host-panel"
    >
      <DrawerHead>
        <Title headingLevel="h2" size="lg" id="host-detail-title" tabIndex={-1} ref={title}>
          {t('hostDetail.title', { host: remote.state === 'ready' ? remote.data.name : '' })}
        </Title>
        <DrawerActions>
          <DrawerCloseButton onClick={onClose} aria-label={t('hostDetail.close')} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>
        <WhenReady remote={remote} onRetry={reload}>
          {host => (
            <HostSections
              host={host}
              loadedAtMs={remote.state === 'ready' ? remote.loadedAtMs : 0}
              failure={remote.state === 'ready' ? remote.failure : undefined}
            />
          )}
        </WhenReady>
      </DrawerPanelBody>
    </DrawerPanelContent>
  )
}
