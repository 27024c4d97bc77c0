import { apiPaths, pathTo } from '../../shared/api/paths.ts'
import type { PolicyContents } from '../apply/services.ts'
import type { Permissions } from './permissions.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type PolicyUnitRoutesDeps = Readonly<{ policyContents: PolicyContents; permissions: Permissions }>

/** What policies consist of. Clusters share policies, so changing one needs the permit in the whole system. */
export function policyUnitRoutes(serve: Serve, { policyContents, permissions }: PolicyUnitRoutesDeps): void {
  const { permit } = routes.savePolicyUnits

  serve(routes.policyUnits, async ({ id, caller }) => ({
    ...policyContents.get(id),
    mayEdit: await permissions.hasInSystem(caller, permit),
    permissionNeeded: permit,
  }))

  serve(routes.savePolicyUnits, async ({ id, body, caller, by, signal }) => {
    await permissions.requireInSystem(caller, permit)
    const saved = await policyContents.save(id, body, by, signal)
    return { ...saved, mayEdit: true, permissionNeeded: permit }
  })

  serve(routes.copyPolicy, async ({ body, caller, by, signal, locate }) => {
    await permissions.requireInSystem(caller, permit)
    const copy = await policyContents.copy(body, by, signal)
    locate(pathTo(apiPaths.policyUnits, copy.policy.id))
    return { ...copy, mayEdit: true, permissionNeeded: permit }
  })
}
