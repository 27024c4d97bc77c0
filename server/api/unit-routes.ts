import type { RequestHandler, Router } from 'express'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { policyUnitsDocument } from '../runtime/policy-units-document.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
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
  snapshots: SnapshotSource
  permissions: Permissions
  admit: Admit
}>

export function unitRoutes(router: Router, serve: Serve, deps: UnitRoutesDeps): void {
  const { units, plugins, snapshots, permissions, admit } = deps
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
    res.type('application/xml').send(policyUnitsDocument(units.list().map(({ unit }) => unit)))
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
}
