import { useCallback, useEffect, useState } from 'react'
import { clusterIn, hashOf, type View, viewIn, watchHash } from '../../portal/page-address.ts'

/** The part of the page that is shown: it stands in the frame's own address, so that a reload of the frame finds it again. */
export function useView(): [View, (view: View) => void] {
  const [view, setView] = useState(() => viewIn(window.location.hash))
  useEffect(() => watchHash(hash => setView(viewIn(hash))), [])
  const show = useCallback((next: View) => {
    window.location.hash = hashOf({ page: 'scheduler', view: next, clusterId: clusterIn(window.location.hash) })
  }, [])
  return [view, show]
}
