import { Drawer, DrawerContent, DrawerContentBody } from '@patternfly/react-core'
import type { ReactNode } from 'react'
import { useMedia } from '../../components/use-media.ts'

export type PageFrameProps = Readonly<{
  /** Beside the page while there is one: the page keeps its place, selection and scroll. */
  panel: ReactNode
  dialog: ReactNode
  children: ReactNode
}>

/** What every page is put into. It adapts to its own width, not the window's, since the panel takes a part of it. */
export function PageFrame({ panel, dialog, children }: PageFrameProps) {
  // In a narrow frame the panel lies over the page instead of squeezing it.
  const hasRoom = useMedia('(min-width: 1100px)')
  return (
    <Drawer isExpanded={Boolean(panel)} isInline={hasRoom}>
      <DrawerContent panelContent={panel}>
        <DrawerContentBody>
          <main className="page-body">{children}</main>
          {dialog}
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  )
}
