import { useCallback, useRef } from 'react'
import type { ClusterDetail, HostView } from '../../../shared/api/clusters.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** A host with the cluster that it belongs to. */
export type HostInCluster = Readonly<{ host: HostView; cluster: ClusterDetail }>

/** The portal tells the id of a host only, so it is looked for in every cluster, at first where it was. undefined: in none. */
export function useHost(id: string): [Remote<HostInCluster | undefined>, () => void] {
  const client = useClient()
  const lastClusterId = useRef<string>(undefined)
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { clusters } = await client.listClusters(signal)
      const first = clusters.filter(cluster => cluster.id === lastClusterId.current)
      for (const { id: clusterId } of [...first, ...clusters.filter(cluster => !first.includes(cluster))]) {
        const cluster = await client.getCluster(clusterId, signal)
        const host = cluster.hostViews.find(view => view.id === id)
        if (host === undefined) continue
        lastClusterId.current = clusterId
        return { host, cluster }
      }
      return undefined
    },
    [client, id],
  )
  return useRemote(load, ({ type }) => type !== 'run')
}
