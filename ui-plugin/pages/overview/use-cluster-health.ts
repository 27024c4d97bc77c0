import { useCallback } from 'react'
import type { ClusterHealth } from '../../../shared/api/cluster-health.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** What costs a cluster and its VMs points; it follows from the snapshot alone. */
export function useClusterHealth(id: string): [Remote<ClusterHealth>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getClusterHealth(id, signal), [client, id])
  return useRemote(load, ({ type }) => type === 'snapshot' || type === 'poll')
}
