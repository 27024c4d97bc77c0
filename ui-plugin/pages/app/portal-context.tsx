import { createContext, useContext } from 'react'
import type { Portal } from '../../portal/connect-portal.ts'

export const PortalContext = createContext<Portal | undefined>(undefined)

export function usePortal(): Portal {
  const portal = useContext(PortalContext)
  if (portal === undefined) throw new Error('usePortal works below a PortalContext only')
  return portal
}
