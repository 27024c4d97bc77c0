import { useCallback, useEffect, useState } from 'react'
import { clusterIn, hashOf, subjectIn, viewIn, watchHash } from '../../portal/page-address.ts'

const shownIn = (hash: string) => (viewIn(hash) === 'hosts' ? subjectIn(hash, 'host') : undefined)

/** The host whose details are open, as the frame's own address says; and how to open another, or none. */
export function useShownHost(): [id: string | undefined, show: (id: string | undefined) => void] {
  const [id, setId] = useState(() => shownIn(window.location.hash))
  useEffect(() => watchHash(hash => setId(shownIn(hash))), [])
  const show = useCallback((hostId: string | undefined) => {
    const clusterId = clusterIn(window.location.hash)
    window.location.hash = hashOf({ page: 'scheduler', view: 'hosts', clusterId, hostId })
  }, [])
  return [id, show]
}
