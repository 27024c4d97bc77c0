import { useCallback, useEffect, useState } from 'react'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { Plan } from '../../../shared/plan/plan.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Action, useAction } from '../../api/use-action.ts'
import { takeWish } from '../../portal/evacuation-wish.ts'
import { evacuationOf } from './leaving.ts'

export type Evacuation = Readonly<{
  action: Action
  /** Since when a plan is looked for. */
  startedAtMs: number | undefined
  /** The plan that stands, or what was last found when there is nothing to move. */
  plan: Plan | undefined
  /** The recommendation that the plan has become; absent: there is nothing to apply. */
  recommendationId: string | undefined
  isApplying: boolean
  /** The recommendation of the plan that was made here last, once it is in the list. */
  arrivedId: string | undefined
  make: () => void
}>

/** Plans that empty a host: one that stands already is found again, so that leaving the tab loses nothing. */
export function useEvacuation(
  host: Named,
  clusterId: string,
  recommendations: readonly Recommendation[],
  onMade: () => void,
): Evacuation {
  const client = useClient()
  const [action, run] = useAction()
  const [startedAtMs, setStartedAtMs] = useState<number>()
  const [reply, setReply] = useState<PlanReply>()
  const [arrivedId, setArrivedId] = useState<string>()
  const standing = evacuationOf(host.id, recommendations)
  // Once it is in the list, that says what becomes of it.
  if (reply?.recommendationId !== undefined && standing?.id === reply.recommendationId) {
    setReply(undefined)
    setArrivedId(standing.id)
  }

  const make = useCallback(async () => {
    setStartedAtMs(Date.now())
    const objective = { kind: 'evacuate' as const, hostIds: [host.id] }
    const made = await run(signal => client.makePlan(clusterId, { objective }, signal))
    if (made === undefined) return
    setReply(made)
    onMade()
  }, [client, run, host.id, clusterId, onMade])

  useEffect(() => {
    if (takeWish(host.id)) void make()
  }, [host.id, make])

  return {
    action,
    startedAtMs,
    plan: reply?.plan ?? standing?.plan,
    recommendationId: reply ? reply.recommendationId : standing?.id,
    isApplying: reply === undefined && standing?.state === 'applying',
    arrivedId,
    make: () => void make(),
  }
}
