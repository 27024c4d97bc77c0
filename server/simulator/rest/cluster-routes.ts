import { Router } from 'express'
import type { Wire } from '../wire/types.ts'
import type { SimCluster } from '../world/state.ts'
import { type ClusterChange, EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { action, notSimulated } from './action-route.ts'
import { clusterActions, clusters, clusterToWire, fromProperties } from './cluster-resource.ts'
import { actorOf, type Context, contextOf } from './context.ts'
import { sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

/** Editing clusters. The world holds a fixed set of them: adding and removing is refused. */
export function clusterRoutes(): Router {
  const router = Router()

  router.put('/clusters/:id', (req, res) => {
    const context = contextOf(req)
    const cluster = editable(context, param(req, 'id'))
    update(context, cluster, readBody(req, 'cluster'))
    sendObject(req, res, 'cluster', clusterToWire(context, cluster))
  })

  router.post('/clusters', req => {
    requirePermit(contextOf(req), 'configure_engine', { type: 'system' })
    readBody(req, 'cluster')
    throw new EngineFault('invalid', ['Cannot add Cluster. The simulated engine has a fixed set of clusters.'])
  })
  router.delete('/clusters/:id', req => {
    const cluster = editable(contextOf(req), param(req, 'id'))
    throw new EngineFault('conflict', [
      `Cannot remove Cluster. Cluster ${cluster.name} belongs to the simulated scenario.`,
    ])
  })

  router.post(
    '/clusters/:id/upgrade',
    action((context, id, { upgrade_action }) => {
      const cluster = editable(context, id)
      if (upgrade_action === undefined)
        throw new EngineFault('invalid', ['Cannot upgrade Cluster. No action is given.'])
      const upgradeInProgress = upgrade_action !== 'finish'
      context.world.updateCluster(cluster.id, { upgradeInProgress }, actorOf(context))
      return undefined
    }),
  )
  for (const name of clusterActions) router.post(`/clusters/:id/${name}`, notSimulated)
  return router
}

function editable(context: Context, id: string): SimCluster {
  required(clusters.get(context, id))
  requirePermit(context, 'edit_cluster_configuration', { type: 'cluster', id })
  return required(context.world.state.clusters.get(id))
}

/** A policy is chosen by id; the engine ignores a name there. How properties merge is the world's business. */
function update(context: Context, cluster: SimCluster, body: Wire<'cluster'>): void {
  const properties = fromProperties(body.custom_scheduling_policy_properties)
  const percent = body.memory_policy?.over_commit?.percent
  const change: ClusterChange = {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.scheduling_policy?.id === undefined ? {} : { policyId: body.scheduling_policy.id }),
    ...(properties === undefined ? {} : { properties }),
    ...(percent === undefined ? {} : { overCommitPercent: percent }),
    ...(body.threads_as_cores === undefined ? {} : { threadsAsCores: body.threads_as_cores }),
    ...(body.upgrade_in_progress === undefined ? {} : { upgradeInProgress: body.upgrade_in_progress }),
  }
  context.world.updateCluster(cluster.id, change, actorOf(context))
  const { ballooning_enabled: ballooning, ha_reservation: haReservation, ksm, error_handling: errors } = body
  context.world.edit(() => {
    if (ballooning !== undefined) cluster.ballooning = ballooning
    if (haReservation !== undefined) cluster.haReservation = haReservation
    if (ksm?.enabled !== undefined) cluster.ksm = ksm.enabled
    if (ksm?.merge_across_nodes !== undefined) cluster.ksmMergeAcrossNodes = ksm.merge_across_nodes
    if (errors?.on_error !== undefined) cluster.onError = errors.on_error
  })
}
