import {
  DrawerActions,
  DrawerCloseButton,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
  type DrawerPanelContentProps,
  Title,
} from '@patternfly/react-core'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

export type SidePanelProps = Pick<
  DrawerPanelContentProps,
  'defaultSize' | 'minSize' | 'resizeAriaLabel' | 'className'
> &
  Readonly<{
    title: string
    closeLabel: string
    onClose: () => void
    children: ReactNode
  }>

/**
 * What is known of one row, beside the list. Its title has the focus when it opens, so another row is another panel: its
 * key is the id. Escape closes it, unless it was pressed in a dialog that the panel has opened: that one is no part of it on the page.
 */
export function SidePanel({ title, closeLabel, onClose, children, ...panel }: SidePanelProps) {
  const titleId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const closeOnEscape = ({ key, target, currentTarget }: KeyboardEvent) => {
    if (key === 'Escape' && currentTarget.contains(target as Node)) onClose()
  }
  return (
    <DrawerPanelContent {...panel} isResizable onKeyDown={closeOnEscape} role="complementary" aria-labelledby={titleId}>
      <DrawerHead>
        <Title headingLevel="h2" size="lg" id={titleId} tabIndex={-1} ref={heading}>
          {title}
        </Title>
        <DrawerActions>
          <DrawerCloseButton onClick={onClose} aria-label={closeLabel} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>{children}</DrawerPanelBody>
    </DrawerPanelContent>
  )
}
