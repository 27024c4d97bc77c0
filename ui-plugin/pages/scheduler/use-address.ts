import { useCallback, useEffect, useState } from 'react'
import { clusterIn, hashOf, type View, viewIn, watchHash } from '../../portal/page-address.ts'

/** Which part of the page is shown and about which cluster; undefined: none was chosen yet. */
export type Address = Readonly<{ view: View; clusterId: string | undefined }>

const addressIn = (hash: string): Address => ({ view: viewIn(hash), clusterId: clusterIn(hash) })

/** It stands in the frame's own address alone, so that a reload of the frame, or a word of the portal, finds it there. */
export function useAddress(): [Address, go: (to: Partial<Address>) => void] {
  const [address, setAddress] = useState(() => addressIn(window.location.hash))
  useEffect(() => watchHash(hash => setAddress(addressIn(hash))), [])
  const go = useCallback((to: Partial<Address>) => {
    window.location.hash = hashOf({ page: 'scheduler', ...addressIn(window.location.hash), ...to })
  }, [])
  return [address, go]
}
