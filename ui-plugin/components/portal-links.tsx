import { createContext, type MouseEvent, type ReactNode, useContext } from 'react'

export type LinkKind = 'vm' | 'host' | 'host-vms' | 'cluster'

export type PortalLinks = Readonly<{
  /** As a hash of the portal's URL. */
  hashOf(kind: LinkKind, name: string): string
  openEntity(kind: LinkKind, name: string): void
}>

/** How names of entities lead into the portal; without it they are plain text. */
export const PortalLinksContext = createContext<PortalLinks | undefined>(undefined)

/**
 * The name of an entity, as a link to the portal's own page about it. The portal is asked to go there: following the
 * address itself would load the portal anew when its URL carries a query.
 */
export function EntityLink({
  kind,
  name,
  children = name,
}: Readonly<{ kind: LinkKind; name: string; children?: ReactNode }>) {
  const links = useContext(PortalLinksContext)
  if (links === undefined) return <span>{children}</span>
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    links.openEntity(kind, name)
  }
  return (
    <a className="entity-link" href={`../../${links.hashOf(kind, name)}`} target="_top" onClick={follow}>
      {children}
    </a>
  )
}

type Named = Readonly<{ name: string }>

/** Where a VM goes: the host it leaves, an arrow, the host it comes to. */
export function HostsOfMove({ from, to }: Readonly<{ from: Named; to: Named }>) {
  return (
    <>
      <EntityLink kind="host" name={from.name} /> → <EntityLink kind="host" name={to.name} />
    </>
  )
}
