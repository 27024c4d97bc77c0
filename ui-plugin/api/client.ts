import type { ClusterHealth } from '../../shared/api/cluster-health.ts'
import type {
  ClusterPolicy,
  PolicyPreview,
  PreviewRequest,
  SaveClusterPolicy,
} from '../../shared/api/cluster-policy.ts'
import type { ClusterDetail, ClusterList } from '../../shared/api/clusters.ts'
import type { WatchedHostDetail, WatchedHostList } from '../../shared/api/hosts.ts'
import { apiPaths as paths, pathTo } from '../../shared/api/paths.ts'
import type { HostPins } from '../../shared/api/pins.ts'
import type {
  AutomationReply,
  ConfigureAutomation,
  DeliveryList,
  History,
  PlanReply,
  PlanRequest,
} from '../../shared/api/plans.ts'
import type { CopyPolicy, PolicyUnits, SavePolicyUnits } from '../../shared/api/policy-units.ts'
import type {
  ApplyReply,
  Outcome,
  Outcomes,
  RecommendationDetail,
  RecommendationList,
} from '../../shared/api/recommendations.ts'
import type { RunList } from '../../shared/api/runs.ts'
import type { Health, SwitchUnit, UnitList, UnitVerdictList } from '../../shared/api/service.ts'
import type { ConfigureTuning, HostHistory, HostTuning, SetHostModes, TuningList } from '../../shared/api/tuning.ts'
import type { AuditEntry, AuditFilter } from '../../shared/plan/audit-entry.ts'
import type { Delivery } from '../../shared/plan/delivery.ts'
import type { Placement, WhyNot, WhyNotMoved } from '../../shared/plan/placement.ts'
import type { Recommendation, RecommendationState } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { type Access, type Call, request } from './request.ts'

/** Our REST API, one function for each call. All throw `ApiFailure`. */
export type ApiClient = Readonly<{
  listClusters(signal: AbortSignal): Promise<ClusterList>
  getCluster(id: string, signal: AbortSignal): Promise<ClusterDetail>
  /** The score with what costs most points, and the VMs that stand worst. */
  getClusterHealth(id: string, signal: AbortSignal): Promise<ClusterHealth>
  getClusterPolicy(id: string, signal: AbortSignal): Promise<ClusterPolicy>
  /** What the balancer would ask for with a change that is not saved. */
  previewPolicy(id: string, change: PreviewRequest, signal: AbortSignal): Promise<PolicyPreview>
  saveClusterPolicy(id: string, change: SaveClusterPolicy, signal: AbortSignal): Promise<ClusterPolicy>
  getPolicyUnits(policyId: string, signal: AbortSignal): Promise<PolicyUnits>
  /** All of them or none; `partly-saved` tells which, where that could not be kept. */
  savePolicyUnits(policyId: string, change: SavePolicyUnits, signal: AbortSignal): Promise<PolicyUnits>
  copyPolicy(asked: CopyPolicy, signal: AbortSignal): Promise<PolicyUnits>
  /** All of them, however many requests that takes. */
  listRecommendations(state: RecommendationState, signal: AbortSignal): Promise<readonly Recommendation[]>
  /** Those with these ids, whatever has become of them; at most 100. */
  findRecommendations(ids: readonly string[], signal: AbortSignal): Promise<readonly Recommendation[]>
  getRecommendation(id: string, signal: AbortSignal): Promise<RecommendationDetail>
  /** Accepted and stored, not done: the run tells how it goes. */
  applyRecommendation(id: string, signal: AbortSignal): Promise<ApplyReply>
  dismissRecommendation(id: string, reason: string, signal: AbortSignal): Promise<Recommendation>
  snoozeRecommendation(id: string, untilMs: number, signal: AbortSignal): Promise<Recommendation>
  wakeRecommendation(id: string, signal: AbortSignal): Promise<Recommendation>
  /** Each with its outcome: a refused one holds up none of the others. At most 100. */
  applySeveral(ids: readonly string[], signal: AbortSignal): Promise<readonly Outcome[]>
  dismissSeveral(ids: readonly string[], reason: string, signal: AbortSignal): Promise<readonly Outcome[]>
  snoozeSeveral(ids: readonly string[], untilMs: number, signal: AbortSignal): Promise<readonly Outcome[]>
  listRuns(limit: number, signal: AbortSignal): Promise<readonly Run[]>
  getRun(id: string, signal: AbortSignal): Promise<Run>
  /** Makes a plan, which becomes a recommendation. Nothing moves before that is applied. */
  makePlan(clusterId: string, request: PlanRequest, signal: AbortSignal): Promise<PlanReply>
  /** What has not started never will; what is under way goes on. */
  cancelRun(id: string, signal: AbortSignal): Promise<Run>
  /** Makes a plan that takes the moves of a run back. */
  undoRun(id: string, signal: AbortSignal): Promise<PlanReply>
  getAutomation(signal: AbortSignal): Promise<AutomationReply>
  stopMoves(why: string, signal: AbortSignal): Promise<AutomationReply>
  resumeMoves(signal: AbortSignal): Promise<AutomationReply>
  /** Lets a cluster that the service has frozen be automatic again. */
  thawCluster(id: string, signal: AbortSignal): Promise<AutomationReply>
  /** Sets what the service may do by itself in a cluster; no settings: back to what is configured. */
  configureAutomation(id: string, asked: ConfigureAutomation, signal: AbortSignal): Promise<AutomationReply>
  /** Of the service itself. */
  getHealth(signal: AbortSignal): Promise<Health>
  /** What runs had promised and what came of it, newest first. */
  listDeliveries(limit: number, signal: AbortSignal): Promise<readonly Delivery[]>
  /** The audit, newest first. */
  listHistory(filter: AuditFilter, signal: AbortSignal): Promise<readonly AuditEntry[]>
  /** Where the VM would be placed now, and what decides it. */
  getPlacement(vmId: string, signal: AbortSignal): Promise<Placement>
  getWhyNot(vmId: string, hostId: string, signal: AbortSignal): Promise<WhyNot>
  getWhyNotMoved(vmId: string, signal: AbortSignal): Promise<WhyNotMoved>
  /** Every host, how it is connected itself, and its main figures. */
  listHosts(signal: AbortSignal): Promise<WatchedHostList>
  /** A host with everything that it last told of itself and its VMs. */
  getHost(id: string, signal: AbortSignal): Promise<WatchedHostDetail>
  /** What the policy does on a host, and what it has decided there. */
  getHostTuning(id: string, signal: AbortSignal): Promise<HostTuning>
  /** In place of the modes of its cluster; none: as its cluster. */
  setHostModes(id: string, asked: SetHostModes, signal: AbortSignal): Promise<HostTuning>
  /** Which vCPUs run on which CPUs of a host, and what would even them out. */
  getHostPins(id: string, signal: AbortSignal): Promise<HostPins>
  /** Main figures of a host over time. */
  getHostHistory(id: string, signal: AbortSignal): Promise<HostHistory>
  /** How the hosts of every cluster are tuned. */
  listTuning(signal: AbortSignal): Promise<TuningList>
  /** Answers with that cluster alone; no settings: back to what is configured. */
  configureTuning(clusterId: string, asked: ConfigureTuning, signal: AbortSignal): Promise<TuningList>
  listUnits(signal: AbortSignal): Promise<UnitList>
  /** Loads the whole file that the unit comes from, and ends its quarantine. */
  reloadUnit(id: string, signal: AbortSignal): Promise<UnitList>
  /** Enables or disables a unit by its name. */
  switchUnit(id: string, asked: SwitchUnit, signal: AbortSignal): Promise<UnitList>
  /** What the unit was last asked and what it said, newest first. */
  listUnitVerdicts(id: string, limit: number, signal: AbortSignal): Promise<UnitVerdictList>
}>

const PER_REQUEST = 1000

/** More than anybody looks through; a service that never comes to an end must not keep the page asking. */
const MAX_REQUESTS = 10

/** The search may take as long as `planner.seconds` says, which is 10 s unless somebody has raised it. */
const PLANNING_DEADLINE_MS = 180_000

/** One request to the engine for each unit that changes; a copy has dozens. */
const EDITING_DEADLINE_MS = 90_000
/** Each of several is checked against the engine before it is accepted. The service begins none after 60 s; the last may take 45 s. */
const SEVERAL_DEADLINE_MS = 120_000

export function createClient(access: Access): ApiClient {
  const get = <T>(path: string, signal: AbortSignal) => request<T>(access, path, { signal })
  const post = <T>(path: string, signal: AbortSignal, more: Pick<Call, 'body' | 'deadlineMs'> = {}) =>
    request<T>(access, path, { method: 'POST', signal, ...more })
  return {
    listClusters: signal => get<ClusterList>(paths.clusters, signal),
    getCluster: (id, signal) => get<ClusterDetail>(pathTo(paths.cluster, id), signal),
    getClusterHealth: (id, signal) => get<ClusterHealth>(pathTo(paths.clusterHealth, id), signal),
    getClusterPolicy: (id, signal) => get<ClusterPolicy>(pathTo(paths.clusterPolicy, id), signal),
    previewPolicy: (id, body, signal) => post<PolicyPreview>(pathTo(paths.previewPolicy, id), signal, { body }),
    saveClusterPolicy: (id, body, signal) =>
      request<ClusterPolicy>(access, pathTo(paths.clusterPolicy, id), { method: 'PUT', body, signal }),
    getPolicyUnits: (id, signal) => get<PolicyUnits>(pathTo(paths.policyUnits, id), signal),
    savePolicyUnits: (id, body, signal) =>
      request<PolicyUnits>(access, pathTo(paths.policyUnits, id), {
        method: 'PUT',
        body,
        signal,
        deadlineMs: EDITING_DEADLINE_MS,
      }),
    copyPolicy: (body, signal) => post<PolicyUnits>(paths.policies, signal, { body, deadlineMs: EDITING_DEADLINE_MS }),
    async listRecommendations(state, signal) {
      const all: Recommendation[] = []
      let cursor: string | undefined
      for (let requests = 0; requests < MAX_REQUESTS; requests++) {
        const place = cursor === undefined ? {} : { cursor }
        const query = new URLSearchParams({ state, limit: String(PER_REQUEST), ...place })
        const { recommendations, next } = await get<RecommendationList>(`${paths.recommendations}?${query}`, signal)
        all.push(...recommendations)
        if (next === undefined) break
        cursor = next
      }
      return all
    },
    async findRecommendations(ids, signal) {
      const query = new URLSearchParams({ ids: ids.join(',') })
      return (await get<RecommendationList>(`${paths.recommendations}?${query}`, signal)).recommendations
    },
    getRecommendation: (id, signal) => get<RecommendationDetail>(pathTo(paths.recommendation, id), signal),
    applyRecommendation: (id, signal) => post<ApplyReply>(pathTo(paths.apply, id), signal),
    dismissRecommendation: (id, reason, signal) =>
      post<Recommendation>(pathTo(paths.dismiss, id), signal, { body: { reason } }),
    snoozeRecommendation: (id, untilMs, signal) =>
      post<Recommendation>(pathTo(paths.snooze, id), signal, { body: { untilMs } }),
    wakeRecommendation: (id, signal) => post<Recommendation>(pathTo(paths.wake, id), signal),
    async applySeveral(ids, signal) {
      const reply = await post<Outcomes>(paths.applySeveral, signal, { body: { ids }, deadlineMs: SEVERAL_DEADLINE_MS })
      return reply.outcomes
    },
    async dismissSeveral(ids, reason, signal) {
      return (await post<Outcomes>(paths.dismissSeveral, signal, { body: { ids, reason } })).outcomes
    },
    async snoozeSeveral(ids, untilMs, signal) {
      return (await post<Outcomes>(paths.snoozeSeveral, signal, { body: { ids, untilMs } })).outcomes
    },
    async listRuns(limit, signal) {
      return (await get<RunList>(`${paths.runs}?limit=${limit}`, signal)).runs
    },
    getRun: (id, signal) => get<Run>(pathTo(paths.run, id), signal),
    makePlan: (clusterId, body, signal) =>
      post<PlanReply>(pathTo(paths.plan, clusterId), signal, { body, deadlineMs: PLANNING_DEADLINE_MS }),
    cancelRun: (id, signal) => post<Run>(pathTo(paths.cancelRun, id), signal),
    undoRun: (id, signal) => post<PlanReply>(pathTo(paths.undoRun, id), signal, { deadlineMs: PLANNING_DEADLINE_MS }),
    getAutomation: signal => get<AutomationReply>(paths.automation, signal),
    stopMoves: (why, signal) => post<AutomationReply>(paths.stop, signal, { body: { why } }),
    resumeMoves: signal => post<AutomationReply>(paths.resume, signal),
    thawCluster: (id, signal) => post<AutomationReply>(pathTo(paths.thaw, id), signal),
    configureAutomation: (id, body, signal) =>
      request<AutomationReply>(access, pathTo(paths.clusterAutomation, id), { method: 'PUT', body, signal }),
    getHealth: signal => get<Health>(paths.health, signal),
    async listDeliveries(limit, signal) {
      return (await get<DeliveryList>(`${paths.deliveries}?limit=${limit}`, signal)).deliveries
    },
    async listHistory(filter, signal) {
      const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
      const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
      return (await get<History>(`${paths.history}?${query}`, signal)).entries
    },
    getPlacement: (vmId, signal) => get<Placement>(pathTo(paths.placement, vmId), signal),
    getWhyNot: (vmId, hostId, signal) =>
      get<WhyNot>(`${pathTo(paths.whyNot, vmId)}?${new URLSearchParams({ host: hostId })}`, signal),
    getWhyNotMoved: (vmId, signal) => get<WhyNotMoved>(pathTo(paths.whyNotMoved, vmId), signal),
    listHosts: signal => get<WatchedHostList>(paths.hosts, signal),
    getHost: (id, signal) => get<WatchedHostDetail>(pathTo(paths.host, id), signal),
    getHostTuning: (id, signal) => get<HostTuning>(pathTo(paths.hostTuning, id), signal),
    setHostModes: (id, body, signal) =>
      request<HostTuning>(access, pathTo(paths.hostTuning, id), { method: 'PUT', body, signal }),
    getHostPins: (id, signal) => get<HostPins>(pathTo(paths.hostPins, id), signal),
    getHostHistory: (id, signal) => get<HostHistory>(pathTo(paths.hostHistory, id), signal),
    listTuning: signal => get<TuningList>(paths.tuning, signal),
    configureTuning: (id, body, signal) =>
      request<TuningList>(access, pathTo(paths.clusterTuning, id), { method: 'PUT', body, signal }),
    listUnits: signal => get<UnitList>(paths.units, signal),
    switchUnit: (id, body, signal) =>
      request<UnitList>(access, pathTo(paths.switchUnit, id), { method: 'PUT', body, signal }),
    listUnitVerdicts: (id, limit, signal) =>
      get<UnitVerdictList>(`${pathTo(paths.unitVerdicts, id)}?limit=${limit}`, signal),
    reloadUnit: (id, signal) => post<UnitList>(pathTo(paths.reloadUnit, id), signal),
  }
}
