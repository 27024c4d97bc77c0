import type { RequestHandler, Router } from 'express'
import type { UnitSwitches } from '../apply/unit-switches.ts'
import { clustersByUnit } from '../model/clusters-by-unit.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { offeredUnits, policyUnitsDocument } from '../runtime/policy-units-document.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { VerdictLog } from '../runtime/verdict-log.ts'
import type { Admit } from './admission.ts'
import { ApiProblem } from './api-problem.ts'
import type { Caller } from './callers.ts'
import type { Permissions } from './permissions.ts'
import type { PluginsPort } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'
import { unitList } from './unit-views.ts'

export type UnitRoutesDeps = Readonly<{
  units: UnitRuntime
  plugins: PluginsPort
  unitSwitches: UnitSwitches
  verdicts: VerdictLog
  snapshots: SnapshotSource
  permissions: Permissions
  admit: Admit
}>

export function unitRoutes(router: Router, serve: Serve, deps: UnitRoutesDeps): void {
  const { units, plugins, unitSwitches, verdicts, snapshots, permissions, admit } = deps
  const { permit } = routes.reloadUnit
  const list = async (caller: Caller) => ({
    ...unitList(units.list(), plugins, snapshots.current().snapshot),
    mayReload: await permissions.hasInSystem(caller, permit),
    permissionNeeded: permit,
  })

  // The document of the original feature page, for whoever asks for XML; JSON for all others.
  const asDocument: RequestHandler = async (req, res, next) => {
    if (req.accepts(['json', 'xml']) !== 'xml') {
      next()
      return
    }
    res.locals.route = routes.units.path
    await admit(req, routes.units.access)
    res.type('application/xml').send(policyUnitsDocument(offeredUnits(units)))
  }
  router.get(routes.units.path, asDocument)
  serve(routes.units, ({ caller }) => list(caller))

  serve(routes.reloadUnit, async ({ id, caller }) => {
    await permissions.requireInSystem(caller, permit)
    const unit = units.list().find(listed => listed.unit.id === id)
    if (unit === undefined || unit.kind === 'built-in') {
      throw new ApiProblem('not-found', `No plugin brings a unit ${id}.`)
    }
    if (!(await plugins.reload(unit.source))) {
      const problems = plugins.plugins().find(({ path }) => path === unit.source)?.problems ?? []
      throw new ApiProblem('unit-not-loaded', `${unit.source} cannot be loaded: ${problems.join('; ')}.`)
    }
    return list(caller)
  })

  const isThere = (id: string) => units.list().some(({ unit }) => unit.id === id)
  const unknown = (id: string) => new ApiProblem('not-found', `The service has no policy unit ${id}.`)

  serve(routes.switchUnit, async ({ id, caller, by, body: { enabled, reason } }) => {
    await permissions.requireInSystem(caller, routes.switchUnit.permit)
    // What was disabled and has gone may be enabled, so that it is well when it comes back.
    if (!isThere(id) && !(enabled && unitSwitches.find(id) !== undefined)) throw unknown(id)
    const { snapshot } = snapshots.current()
    const using = snapshot === undefined ? [] : (clustersByUnit(snapshot).get(id) ?? [])
    const unit = { id, clusters: using.map(cluster => ({ id: cluster.id, name: cluster.name })) }
    if (enabled) await unitSwitches.enable(unit, by, reason)
    else await unitSwitches.disable(unit, by, reason)
    return list(caller)
  })

  serve(routes.unitVerdicts, ({ id, query }) => {
    if (!isThere(id)) throw unknown(id)
    const { sinceMs, keeps } = verdicts
    return { verdicts: [...verdicts.list(id, query.limit)], sinceMs, keeps }
  })
}
