import { useCallback } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** The cluster of a VM, which its placement names: how old the engine's figures are stands there. Loading until then. */
export function useClusterOnceKnown(id: string | undefined): [Remote<ClusterDetail>, () => void] {
  const client = useClient()
  const load = useCallback(
    (signal: AbortSignal) => (id === undefined ? new Promise<never>(() => {}) : client.getCluster(id, signal)),
    [client, id],
  )
  return useRemote(load, ({ type }) => type !== 'run')
}
