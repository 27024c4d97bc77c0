import { useCallback } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** Recommendations that are open, being applied or snoozed, of one cluster or of all. */
export function useRecommendations(clusterId?: string): [Remote<readonly Recommendation[]>, () => void] {
  const client = useClient()
  const load = useCallback(
    async (signal: AbortSignal) => {
      const lists = await Promise.all([
        client.listRecommendations('applying', signal),
        client.listRecommendations('open', signal),
        // What is put aside must not keep from what is to be done: without it the others are shown all the same.
        client.listRecommendations('snoozed', signal).catch(() => []),
      ])
      // One that changes its state between two of the calls is in both answers.
      const all = new Map(lists.flat().map(recommendation => [recommendation.id, recommendation]))
      return [...all.values()].filter(({ cluster }) => clusterId === undefined || cluster.id === clusterId)
    },
    [client, clusterId],
  )
  return useRemote(load, change => {
    if (change.type === 'recommendations') return clusterId === undefined || change.clusterId === clusterId
    return (
      change.type === 'poll' || (change.type === 'run' && change.run.steps.every(({ state }) => state !== 'running'))
    )
  })
}
