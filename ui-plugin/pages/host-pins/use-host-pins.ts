import { useCallback } from 'react'
import type { HostPins } from '../../../shared/api/pins.ts'
import { useClient } from '../../api/api-context.tsx'
import type { Remote } from '../../api/use-remote.ts'
import { useSampled } from '../hosts/use-watched-hosts.ts'

/** Which vCPUs run on which CPUs of a host, and what would even them out. */
export function useHostPins(id: string): [Remote<HostPins>, () => void] {
  const client = useClient()
  return useSampled(useCallback((signal: AbortSignal) => client.getHostPins(id, signal), [client, id]))
}
