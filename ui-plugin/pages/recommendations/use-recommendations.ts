import { useMemo } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiClient } from '../../api/client.ts'
import { type Load, type Remote, useRemote } from '../../api/use-remote.ts'

/** Recommendations that are open, being applied or snoozed, of one cluster or of all. */
export function useRecommendations(clusterId?: string): [Remote<readonly Recommendation[]>, () => void] {
  const client = useClient()
  const load = useMemo(() => loaderOf(client, clusterId), [client, clusterId])
  return useRemote(load, change => {
    if (change.type === 'recommendations') return clusterId === undefined || change.clusterId === clusterId
    return (
      change.type === 'poll' || (change.type === 'run' && change.run.steps.every(({ state }) => state !== 'running'))
    )
  })
}

function loaderOf(client: ApiClient, clusterId: string | undefined): Load<readonly Recommendation[]> {
  let snoozedBefore: readonly Recommendation[] = []
  return async signal => {
    const [applying, open, snoozed] = await Promise.all([
      client.listRecommendations('applying', signal),
      client.listRecommendations('open', signal),
      // What is put aside must not keep from what is to be done: where it cannot be asked for, what was last known stays.
      client.listRecommendations('snoozed', signal).catch(() => undefined),
    ])
    // One that changes its state between two of the calls is in both answers; what is known of old counts least.
    const old = snoozed === undefined ? snoozedBefore : []
    snoozedBefore = snoozed ?? old
    const all = [...old, ...applying, ...open, ...(snoozed ?? [])]
    const newest = new Map(all.map(recommendation => [recommendation.id, recommendation]))
    return [...newest.values()].filter(({ cluster }) => clusterId === undefined || cluster.id === clusterId)
  }
}
