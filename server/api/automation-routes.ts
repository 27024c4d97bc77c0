import type { AuditEntry, AuditFilter } from '../../shared/plan/audit-entry.ts'
import type { Automation } from '../apply/automation/automation.ts'
import type { AutomationRules } from '../apply/automation/automation-rules.ts'
import type { Deliveries } from '../apply/deliveries.ts'
import { trustOf } from '../apply/delivery.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Caller } from './callers.ts'
import { currentSnapshot } from './current-snapshot.ts'
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
  rules: AutomationRules
  deliveries: Deliveries
  audit: AuditPort
  permissions: Permissions
  snapshots: SnapshotSource
}>

/** What the service may do by itself, the switch that stops it, and what has been done. */
export function automationRoutes(serve: Serve, deps: AutomationRoutesDeps): void {
  const { automation, rules, deliveries, audit, permissions, snapshots } = deps
  const { permit } = routes.stop

  async function view(caller: Caller) {
    const { clusters } = currentSnapshot(snapshots)
    return {
      state: await automation.state(),
      clusters: clusters.map(({ id, name }) => ({
        cluster: { id, name },
        mode: rules.modeOf({ id, name }),
        objective: rules.objectiveOf({ id, name }),
        windows: rules.windowsOf({ id, name }).map(({ text }) => text),
      })),
      trust: [...trustOf(await deliveries.list({}))],
      mayStop: await permissions.hasInSystem(caller, permit),
      permissionNeeded: permit,
    }
  }

  serve(routes.automation, ({ caller }) => view(caller))

  serve(routes.stop, async ({ caller, body }) => {
    await permissions.requireInSystem(caller, permit)
    await automation.stop(caller.user, body.why)
    return view(caller)
  })

  serve(routes.resume, async ({ caller }) => {
    await permissions.requireInSystem(caller, routes.resume.permit)
    await automation.resume(caller.user)
    return view(caller)
  })

  serve(routes.thaw, async ({ id, caller }) => {
    await permissions.require(caller, routes.thaw.permit, placeOf({ id, name: id }, snapshots))
    await automation.thaw(id, caller.user)
    return view(caller)
  })

  serve(routes.deliveries, async ({ query }) => ({ deliveries: [...(await deliveries.list(query))] }))

  serve(routes.history, async ({ query }) => ({ entries: await audit.listAudit(query) }))
}
