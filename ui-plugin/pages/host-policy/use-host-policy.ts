import { useCallback } from 'react'
import type { HostHistory, HostTuning, TuningList } from '../../../shared/api/tuning.ts'
import { useClient } from '../../api/api-context.tsx'
import type { Remote } from '../../api/use-remote.ts'
import { useSampled } from '../hosts/use-watched-hosts.ts'

/** What the policy does on a host, and its last decisions there. */
export function useHostTuning(id: string): [Remote<HostTuning>, () => void] {
  const client = useClient()
  return useSampled(useCallback((signal: AbortSignal) => client.getHostTuning(id, signal), [client, id]))
}

/** Main figures of a host over time. */
export function useHostHistory(id: string): [Remote<HostHistory>, () => void] {
  const client = useClient()
  return useSampled(useCallback((signal: AbortSignal) => client.getHostHistory(id, signal), [client, id]))
}

/** How the hosts of every cluster are tuned. */
export function useTuning(): [Remote<TuningList>, () => void] {
  const client = useClient()
  return useSampled(useCallback((signal: AbortSignal) => client.listTuning(signal), [client]))
}
