import type { Cluster } from '../../shared/model/cluster.ts'
import type { AuditEntry, AuditFilter } from '../../shared/plan/audit-entry.ts'
import type { AutomationState } from '../../shared/plan/automation.ts'
import type { Automation } from '../apply/automation/automation.ts'
import type { Deliveries } from '../apply/deliveries.ts'
import { trustOf } from '../apply/delivery.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Caller } from './callers.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import type { Permissions } from './permissions.ts'
import { placeOf } from './place-of.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type AuditPort = {
  /** Newest first. */
  listAudit(filter: AuditFilter): Promise<AuditEntry[]>
}

export type AutomationRoutesDeps = Readonly<{
  automation: Automation
  deliveries: Deliveries
  audit: AuditPort
  permissions: Permissions
  snapshots: SnapshotSource
}>

/** What the service may do by itself, the switch that stops it, and what has been done. */
export function automationRoutes(serve: Serve, deps: AutomationRoutesDeps): void {
  const { automation, deliveries, audit, permissions, snapshots } = deps
  const { permit } = routes.stop

  async function viewOf(caller: Caller, cluster: Cluster, { saved = [] }: AutomationState) {
    const { rules } = automation
    const { hour, day } = rules.budgetOf(cluster)
    const set = saved.find(({ clusterId }) => clusterId === cluster.id)
    return {
      cluster: { id: cluster.id, name: cluster.name },
      mode: rules.modeOf(cluster),
      objective: rules.objectiveOf(cluster),
      level: rules.levelOf(cluster),
      windows: rules.windowsOf(cluster).map(({ text }) => text),
      perHour: hour,
      perDay: day,
      ...(set !== undefined && { saved: set }),
      mayEdit: await permissions.has(caller, routes.configureAutomation.permit, cluster),
      permissionNeeded: routes.configureAutomation.permit,
    }
  }

  async function view(caller: Caller) {
    const { clusters, vms } = currentSnapshot(snapshots)
    const state = await automation.state()
    const excluded = automation.excludedVms()
    return {
      state,
      clusters: await Promise.all(clusters.map(cluster => viewOf(caller, cluster, state))),
      excludeTag: automation.excludeTag,
      ...(excluded !== undefined && {
        excludedVms: vms.filter(({ id }) => excluded.has(id)).map(({ id, name }) => ({ id, name })),
      }),
      trust: [...trustOf(await deliveries.list({}))],
      mayStop: await permissions.hasInSystem(caller, permit),
      permissionNeeded: permit,
    }
  }

  serve(routes.automation, ({ caller }) => view(caller))

  serve(routes.stop, async ({ caller, by, body }) => {
    await permissions.requireInSystem(caller, permit)
    await automation.stop(by, body.why)
    return view(caller)
  })

  serve(routes.resume, async ({ caller, by }) => {
    await permissions.requireInSystem(caller, routes.resume.permit)
    await automation.resume(by)
    return view(caller)
  })

  serve(routes.thaw, async ({ id, caller, by }) => {
    await permissions.require(caller, routes.thaw.permit, placeOf({ id, name: id }, snapshots))
    await automation.thaw(id, by)
    return view(caller)
  })

  serve(routes.configureAutomation, async ({ id, caller, by, body }) => {
    const cluster = clusterIn(currentSnapshot(snapshots), id)
    await permissions.require(caller, routes.configureAutomation.permit, cluster)
    const { seenAtMs, settings } = body
    await automation.configure({ id, name: cluster.name }, { seenAtMs, settings: settings ?? undefined }, by)
    return view(caller)
  })

  serve(routes.deliveries, async ({ query }) => ({ deliveries: [...(await deliveries.list(query))] }))

  serve(routes.history, async ({ query }) => ({ entries: await audit.listAudit(query) }))
}
