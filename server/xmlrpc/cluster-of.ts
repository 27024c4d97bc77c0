import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'

/**
 * The name of the cluster that a call is about: the engine asks about hosts of one at a time, and they are the second parameter of
 * whatever it asks. undefined: it is about none, or they have not been read.
 */
export function clusterOf(params: readonly XmlRpcValue[], { snapshot }: SnapshotState): string | undefined {
  const [, hosts] = params
  const first = Array.isArray(hosts) ? hosts[0] : undefined
  if (snapshot === undefined || typeof first !== 'string') return undefined
  const { hosts: byId, clusters } = indexSnapshot(snapshot)
  return clusters.get(byId.get(first)?.clusterId ?? '')?.name
}
