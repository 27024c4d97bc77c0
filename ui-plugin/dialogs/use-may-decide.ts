import { useCallback, useMemo } from 'react'
import type { Named } from '../../shared/plan/named.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { type Remote, useRemote } from '../api/use-remote.ts'

/** A cluster in which this person may not decide, and the permission that is needed there. */
export type Denied = Readonly<{ cluster: Named; permission: string }>

/** Whether this person may decide on these recommendations: asked once for each cluster, since permissions are given there. */
export function useMayDecide(
  recommendations: readonly Recommendation[],
): [Remote<readonly Denied[]>, denied: ReadonlyMap<string, Denied>] {
  const client = useClient()
  const load = useCallback(
    async (signal: AbortSignal) => {
      const firsts = new Map(recommendations.map(one => [one.cluster.id, one.id]))
      const details = await Promise.all([...firsts.values()].map(id => client.getRecommendation(id, signal)))
      return details.flatMap(({ recommendation: { cluster }, mayApply, permissionNeeded }) =>
        mayApply ? [] : [{ cluster, permission: permissionNeeded }],
      )
    },
    [client, recommendations],
  )
  const [remote] = useRemote(load, never)
  const denied = useMemo(
    () => new Map((remote.state === 'ready' ? remote.data : []).map(one => [one.cluster.id, one])),
    [remote],
  )
  return [remote, denied]
}

// What is being confirmed must not change while it is read; the service checks it again anyway.
const never = () => false
