import type { MouseEvent, ReactNode } from 'react'
import { hashOf, type View } from '../../portal/page-address.ts'

export type PartLinkProps = Readonly<{ view: View; onShow: (view: View) => void; children: ReactNode }>

/** Leads to another part of the page. This part goes away with the link in it, so the focus goes to that part's tab. */
export function PartLink({ view, onShow, children }: PartLinkProps) {
  const address = hashOf({ page: 'scheduler', view })
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onShow(view)
    document.querySelector<HTMLElement>(`.view-tabs a[href="${address}"]`)?.focus()
  }
  return (
    <a href={address} onClick={follow}>
      {children}
    </a>
  )
}
