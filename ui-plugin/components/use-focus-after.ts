import { useEffect, useRef } from 'react'

/** Once a dialog has closed, the focus goes where a reader goes on. */
export function useFocusAfter(isOpen: boolean, target: Readonly<{ current: HTMLElement | null }>): void {
  const wasOpen = useRef<boolean>(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen) target.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen, target])
}
