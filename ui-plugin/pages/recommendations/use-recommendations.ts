import { useCallback, useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'
import { fresh, type SteadyRow, steadyRows } from './steady-rows.ts'

/** Open recommendations and those being applied, of one cluster or of all. */
export function useRecommendations(clusterId?: string): [Remote<readonly Recommendation[]>, () => void] {
  const client = useClient()
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [open, applying] = await Promise.all([
        client.listRecommendations('open', signal),
        client.listRecommendations('applying', signal),
      ])
      return [...applying, ...open].filter(({ cluster }) => clusterId === undefined || cluster.id === clusterId)
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

/**
 * The rows to show of ever changing recommendations, and how to bring them up to date. One that is chosen without having
 * a row, since a person has just had it made, brings them up to date by itself.
 */
export function useSteadyRows(
  current: readonly Recommendation[],
  chosenId?: string,
): {
  rows: readonly SteadyRow[]
  arrived: number
  gone: number
  refresh: () => void
} {
  const [seen, setSeen] = useState(current)
  const [shown, setShown] = useState<readonly SteadyRow[]>(() => fresh(current))
  const next = steadyRows(shown, current)
  const isRow = shown.some(({ recommendation }) => recommendation.id === chosenId)
  const isWaiting = !isRow && current.some(({ id }) => id === chosenId)
  if (isWaiting) setShown(fresh(current))
  if (seen !== current) {
    setSeen(current)
    if (!isWaiting) setShown(next.rows)
  }
  const refresh = useCallback(() => setShown(fresh(current)), [current])
  return { ...next, gone: next.rows.filter(row => row.gone).length, refresh }
}
