import type { ClusterPolicy, SaveClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { ClusterDetail, ClusterList } from '../../shared/api/clusters.ts'
import { apiPaths as paths, pathTo } from '../../shared/api/paths.ts'
import type { ApplyReply, RecommendationDetail, RecommendationList } from '../../shared/api/recommendations.ts'
import type { RunList } from '../../shared/api/runs.ts'
import type { UnitList } from '../../shared/api/service.ts'
import type { Recommendation, RecommendationState } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { type Access, request } from './request.ts'

/** Our REST API, one function for each call. All throw `ApiFailure`. */
export type ApiClient = Readonly<{
  listClusters(signal: AbortSignal): Promise<ClusterList>
  getCluster(id: string, signal: AbortSignal): Promise<ClusterDetail>
  getClusterPolicy(id: string, signal: AbortSignal): Promise<ClusterPolicy>
  saveClusterPolicy(id: string, change: SaveClusterPolicy, signal: AbortSignal): Promise<ClusterPolicy>
  listRecommendations(state: RecommendationState, signal: AbortSignal): Promise<readonly Recommendation[]>
  getRecommendation(id: string, signal: AbortSignal): Promise<RecommendationDetail>
  /** Accepted and stored, not done: the run tells how it goes. */
  applyRecommendation(id: string, signal: AbortSignal): Promise<ApplyReply>
  dismissRecommendation(id: string, reason: string, signal: AbortSignal): Promise<Recommendation>
  listRuns(limit: number, signal: AbortSignal): Promise<readonly Run[]>
  listUnits(signal: AbortSignal): Promise<UnitList>
  /** Loads the whole file that the unit comes from, and ends its quarantine. */
  reloadUnit(id: string, signal: AbortSignal): Promise<UnitList>
}>

const MAX_RECOMMENDATIONS = 1000

export function createClient(access: Access): ApiClient {
  const get = <T>(path: string, signal: AbortSignal) => request<T>(access, path, { signal })
  return {
    listClusters: signal => get<ClusterList>(paths.clusters, signal),
    getCluster: (id, signal) => get<ClusterDetail>(pathTo(paths.cluster, id), signal),
    getClusterPolicy: (id, signal) => get<ClusterPolicy>(pathTo(paths.clusterPolicy, id), signal),
    saveClusterPolicy: (id, body, signal) =>
      request<ClusterPolicy>(access, pathTo(paths.clusterPolicy, id), { method: 'PUT', body, signal }),
    async listRecommendations(state, signal) {
      const query = new URLSearchParams({ state, limit: String(MAX_RECOMMENDATIONS) })
      return (await get<RecommendationList>(`${paths.recommendations}?${query}`, signal)).recommendations
    },
    getRecommendation: (id, signal) => get<RecommendationDetail>(pathTo(paths.recommendation, id), signal),
    applyRecommendation: (id, signal) =>
      request<ApplyReply>(access, pathTo(paths.apply, id), { method: 'POST', signal }),
    dismissRecommendation: (id, reason, signal) =>
      request<Recommendation>(access, pathTo(paths.dismiss, id), { method: 'POST', body: { reason }, signal }),
    async listRuns(limit, signal) {
      return (await get<RunList>(`${paths.runs}?limit=${limit}`, signal)).runs
    },
    listUnits: signal => get<UnitList>(paths.units, signal),
    reloadUnit: (id, signal) => request<UnitList>(access, pathTo(paths.reloadUnit, id), { method: 'POST', signal }),
  }
}
