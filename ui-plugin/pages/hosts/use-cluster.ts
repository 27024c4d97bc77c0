import { useCallback } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** One cluster with its hosts, kept up to date. */
export function useCluster(id: string): [Remote<ClusterDetail>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getCluster(id, signal), [client, id])
  return useRemote(load, change => {
    if (change.type === 'recommendations' || change.type === 'policy') return change.clusterId === id
    return change.type !== 'run'
  })
}
