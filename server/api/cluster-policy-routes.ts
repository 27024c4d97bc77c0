import type { ClusterPolicies, PolicyContents } from '../apply/services.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { ApiProblem } from './api-problem.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import type { Permissions } from './permissions.ts'
import type { PreviewPolicy } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type ClusterPolicyRoutesDeps = Readonly<{
  clusterPolicies: ClusterPolicies
  policyContents: Pick<PolicyContents, 'check'>
  permissions: Permissions
  snapshots: SnapshotSource
  previewPolicy: PreviewPolicy
}>

export function clusterPolicyRoutes(serve: Serve, deps: ClusterPolicyRoutesDeps): void {
  const { clusterPolicies, policyContents, permissions, snapshots, previewPolicy } = deps
  const { permit } = routes.saveClusterPolicy

  serve(routes.clusterPolicy, async ({ id, caller }) => {
    const cluster = clusterIn(currentSnapshot(snapshots), id)
    const mayEdit = await permissions.has(caller, permit, cluster)
    return { ...clusterPolicies.get(id), mayEdit, permissionNeeded: permit }
  })

  serve(routes.previewPolicy, ({ id, body, awaited }) => {
    const snapshot = currentSnapshot(snapshots)
    const cluster = clusterIn(snapshot, id)
    const policyId = body.policyId ?? cluster.policyId
    if (body.units !== undefined) {
      if (policyId === undefined) throw noPolicy(cluster.name)
      policyContents.check(policyId, body.units)
    }
    return previewPolicy(cluster, body, indexSnapshot(snapshot), awaited)
  })

  serve(routes.saveClusterPolicy, async ({ id, body, caller, by, signal }) => {
    await permissions.require(caller, permit, clusterIn(currentSnapshot(snapshots), id))
    const saved = await clusterPolicies.save(id, body, by, signal)
    return { ...saved, mayEdit: true, permissionNeeded: permit }
  })
}

const noPolicy = (cluster: string): ApiProblem =>
  new ApiProblem('invalid-request', `${cluster} has no policy whose units could be others.`, [
    { path: 'policyId', problem: 'is missing; name the policy that the units are of' },
  ])
