import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProvider } from '../../api/api-context.tsx'
import { PortalLinksContext } from '../../components/portal-links.tsx'
import { loadMessages } from '../../messages/load-messages.ts'
import { TextsProvider } from '../../messages/use-texts.tsx'
import { connectPortal, NotInPortal, type Portal } from '../../portal/connect-portal.ts'
import { followColourScheme } from './colour-scheme.ts'
import { OutsidePortal } from './outside-portal.tsx'
import { PortalContext } from './portal-context.tsx'
import { SessionEnded } from './session-ended.tsx'

/** Puts a page into its frame: texts, portal, client, live events. */
export async function startPage(page: ReactNode): Promise<void> {
  followColourScheme()
  const portal = findPortal()
  const loaded = await loadMessages(portal?.locale() ?? navigator.language)
  document.documentElement.lang = loaded.locale
  const root = createRoot(document.getElementById('page') ?? document.body)
  root.render(
    <StrictMode>
      <TextsProvider loaded={loaded}>{portal ? inPortal(portal, page) : <OutsidePortal />}</TextsProvider>
    </StrictMode>,
  )
}

const inPortal = (portal: Portal, page: ReactNode) => (
  <PortalContext value={portal}>
    <PortalLinksContext value={portal}>
      <ApiProvider token={portal.token} ended={<SessionEnded />}>
        {page}
      </ApiProvider>
    </PortalLinksContext>
  </PortalContext>
)

function findPortal(): Portal | undefined {
  try {
    return connectPortal()
  } catch (error) {
    if (error instanceof NotInPortal) return undefined
    throw error
  }
}
