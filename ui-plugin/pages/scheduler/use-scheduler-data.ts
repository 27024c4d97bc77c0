import { useCallback, useMemo } from 'react'
import type { ClusterList } from '../../../shared/api/clusters.ts'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { UnitList } from '../../../shared/api/service.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'
import { useAutomation } from '../automation/use-automation.ts'
import { useRecommendations } from '../recommendations/use-recommendations.ts'
import { useRuns } from '../runs/use-runs.ts'
import { useUnits } from '../units/use-units.ts'

/** What the parts of the page share. It is loaded once and stays while the reader goes from part to part. */
export type SchedulerData = Readonly<{
  clusters: Remote<ClusterList>
  recommendations: Remote<readonly Recommendation[]>
  runs: Remote<readonly Run[]>
  units: Remote<UnitList>
  automation: Remote<AutomationReply>
  reloadUnits: () => void
  reloadAutomation: () => void
  reloadAll: () => void
}>

export function useSchedulerData(): SchedulerData {
  const client = useClient()
  const loadClusters = useCallback((signal: AbortSignal) => client.listClusters(signal), [client])
  const [clusters, reloadClusters] = useRemote(loadClusters, ({ type }) => type !== 'run')
  const [recommendations, reloadRecommendations] = useRecommendations()
  const [runs, reloadRuns] = useRuns()
  const [units, reloadUnits] = useUnits()
  const [automation, reloadAutomation] = useAutomation()
  const reloadAll = useCallback(() => {
    for (const reload of [reloadClusters, reloadRecommendations, reloadRuns, reloadUnits, reloadAutomation]) reload()
  }, [reloadClusters, reloadRecommendations, reloadRuns, reloadUnits, reloadAutomation])
  return useMemo(
    () => ({ clusters, recommendations, runs, units, automation, reloadUnits, reloadAutomation, reloadAll }),
    [clusters, recommendations, runs, units, automation, reloadUnits, reloadAutomation, reloadAll],
  )
}
