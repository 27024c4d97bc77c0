import type { ClusterTuningView, HostPolicies, HostTuning, PolicyFinding } from '../../shared/api/tuning.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { tuningModes } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { type ControllerName, knobsOf } from '../tuning/knobs/controllers.ts'
import type { PinLimits } from '../tuning/pinning/pin-plan.ts'
import type { PolicyFinding as Finding } from '../tuning/policies/policy-problem.ts'
import type { PoliciesInForce } from '../tuning/settings/policies-in-force.ts'
import { TuningConflict, type TuningSettings } from '../tuning/settings/tuning-settings.ts'
import type { TunedHosts } from '../tuning/tuned-hosts.ts'
import { ApiProblem, type FieldProblem } from './api-problem.ts'
import type { Caller } from './callers.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import type { HostFacts, ListedHost } from './host-facts.ts'
import { knownHost } from './known-host.ts'
import type { Permissions } from './permissions.ts'
import type { HostsPort } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type TuningParts = Readonly<{
  settings: TuningSettings
  policies: PoliciesInForce
  hosts: Pick<TunedHosts, 'find' | 'historyOf' | 'heatOf' | 'touchedOf'>
  pinLimits: PinLimits
  controllers: readonly ControllerName[]
}>

export type TuningRoutesDeps = Readonly<{
  tuning: TuningParts
  hosts: HostsPort
  hostFacts: HostFacts
  permissions: Permissions
  snapshots: SnapshotSource
  /** Something was set: what depends on it is to be looked at anew. */
  onChanged?: () => void
}>

/** How hosts are tuned, by which policies, and what came of it. */
export function tuningRoutes(serve: Serve, deps: TuningRoutesDeps): void {
  const { tuning, hosts, hostFacts, permissions, snapshots } = deps
  const { settings, policies } = tuning
  const { permit } = routes.configureTuning

  async function clusterView(
    caller: Caller,
    { id, name, ...place }: Cluster,
    listed: readonly ListedHost[],
  ): Promise<ClusterTuningView> {
    const cluster = { id, name }
    const saved = settings.state().saved.find(({ clusterId }) => clusterId === id)
    const { problem } = policies.inForce(cluster)
    return {
      cluster,
      settings: settings.settingsOf(cluster),
      configured: settings.configured(cluster),
      ...(saved !== undefined && { saved }),
      hosts: countModes(id, listed),
      policies: policies.list(cluster).map(policy => policy.name),
      knobs: knobsOf(tuning.controllers),
      ...(problem !== undefined && { policyProblem: problem }),
      mayEdit: await permissions.has(caller, permit, { ...place, id, name }),
      permissionNeeded: permit,
    }
  }

  async function listView(caller: Caller, { clusters }: Snapshot, clusterId?: string) {
    const asked = clusters.filter(({ id }) => clusterId === undefined || id === clusterId)
    const listed = await hostFacts.list()
    return { clusters: await Promise.all(asked.map(cluster => clusterView(caller, cluster, listed))) }
  }

  async function policiesView(caller: Caller, { id, name, ...place }: Cluster): Promise<HostPolicies> {
    const cluster = { id, name }
    const { findings, problem } = policies.inForce(cluster)
    return {
      cluster,
      policies: policies.list(cluster).map(({ saved, ...policy }) => ({
        ...policy,
        ...(saved && { savedBy: saved.by, savedAtMs: saved.atMs }),
      })),
      leftOut: [...policies.leftOut(cluster)],
      findings: findings.map(findingView),
      ...(problem && { problem }),
      mayEdit: await permissions.has(caller, permit, { ...place, id, name }),
      permissionNeeded: permit,
    }
  }

  serve(routes.tuning, ({ caller, query: { clusterId } }) => {
    const snapshot = currentSnapshot(snapshots)
    if (clusterId !== undefined) clusterIn(snapshot, clusterId)
    return listView(caller, snapshot, clusterId)
  })

  serve(routes.configureTuning, async ({ id, caller, by, body }) => {
    const snapshot = currentSnapshot(snapshots)
    const cluster = clusterIn(snapshot, id)
    await permissions.require(caller, permit, cluster)
    const asked = { seenAtMs: body.seenAtMs, settings: body.settings ?? undefined }
    await settings.configure({ id, name: cluster.name }, asked, by).catch(conflictAsProblem)
    deps.onChanged?.()
    return listView(caller, snapshot, id)
  })

  serve(routes.hostPolicies, ({ id, caller }) => policiesView(caller, clusterIn(currentSnapshot(snapshots), id)))

  serve(routes.checkHostPolicy, ({ id, body: { name, text } }) => {
    const cluster = clusterIn(currentSnapshot(snapshots), id)
    const { ok: usable, findings } = policies.judgeWith(cluster, { name, text: text ?? undefined })
    return { usable, findings: findings.map(findingView) }
  })

  serve(routes.saveHostPolicy, async ({ id, caller, by, body: { name, text, seenAtMs } }) => {
    const cluster = clusterIn(currentSnapshot(snapshots), id)
    await permissions.require(caller, permit, cluster)
    const judged = policies.judgeWith(cluster, { name, text: text ?? undefined })
    if (!judged.ok)
      throw new ApiProblem(
        'bad-host-policy',
        `The policy ${name} was not saved: ${judged.problem.what}`,
        judged.findings.flatMap(finding => (finding.level === 'error' ? fieldProblem(finding) : [])),
      )
    const named = { id, name: cluster.name }
    const change = { name, text: text ?? undefined, seenAtMs, isConfigured: policies.isConfigured(named, name) }
    await settings.savePolicy(named, change, by).catch(conflictAsProblem)
    deps.onChanged?.()
    return policiesView(caller, cluster)
  })

  serve(routes.resetHostPolicies, async ({ id, caller, by }) => {
    const cluster = clusterIn(currentSnapshot(snapshots), id)
    await permissions.require(caller, permit, cluster)
    await settings.resetPolicies({ id, name: cluster.name }, by)
    deps.onChanged?.()
    return policiesView(caller, cluster)
  })

  function hostOf(id: string): WatchedHost {
    currentSnapshot(snapshots)
    return knownHost(hosts.find(id), id)
  }

  async function hostView(caller: Caller, host: WatchedHost): Promise<HostTuning> {
    const cluster = clusterIn(currentSnapshot(snapshots), host.cluster.id)
    const saved = settings.hostModesOf(host.id)
    return {
      ...knownHost(await hostFacts.tuning(host.id), host.id),
      ...(saved && { saved }),
      mayEdit: await permissions.has(caller, permit, cluster),
      permissionNeeded: permit,
    }
  }

  serve(routes.hostTuning, ({ id, caller }) => hostView(caller, hostOf(id)))

  serve(routes.setHostModes, async ({ id, caller, by, body: { modes, seenAtMs } }) => {
    const host = hostOf(id)
    const cluster = clusterIn(currentSnapshot(snapshots), host.cluster.id)
    await permissions.require(caller, permit, cluster)
    const named = { id, name: host.name }
    const asked = { modes: modes ?? undefined, seenAtMs }
    await settings.setHostModes(named, asked, by, { id: cluster.id, name: cluster.name }).catch(conflictAsProblem)
    deps.onChanged?.()
    return hostView(caller, host)
  })
}

function countModes(clusterId: string, listed: readonly ListedHost[]): ClusterTuningView['hosts'] {
  const modes = listed.flatMap(({ host: { cluster, connection }, mode }) =>
    cluster.id === clusterId && connection.state === 'connected' ? mode : [],
  )
  return tuningModes
    .map(mode => ({ mode, count: modes.filter(one => one === mode).length }))
    .filter(({ count }) => count > 0)
}

function conflictAsProblem(error: unknown): never {
  if (error instanceof TuningConflict) throw new ApiProblem('state-conflict', error.message)
  throw error
}

const findingView = ({ level, code, what, suggestion, policy, line = 1, column = 1 }: Finding): PolicyFinding => ({
  level,
  code,
  message: what,
  ...(suggestion !== undefined && { suggestion }),
  policy,
  line,
  column,
})

const fieldProblem = ({ policy, line = 1, column = 1, what, suggestion }: Finding): FieldProblem => ({
  path: `${policy}:${line}:${column}`,
  problem: suggestion === undefined ? what : `${what}; ${suggestion}`,
})
