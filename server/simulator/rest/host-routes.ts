import { Router } from 'express'
import type { SimHost } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { action, notSimulated } from './action-route.ts'
import { actorOf, type Context, contextOf, flag } from './context.ts'
import { follow } from './follow.ts'
import { hostActions, hosts, hostToWire, statisticsOfNumaNode } from './host-resource.ts'
import { sendList, sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

/** What hosts offer besides plain reading: destinations of a migration, NUMA statistics, renaming, actions. */
export function hostRoutes(): Router {
  const router = Router()

  // With `migration_target_of` the list is the engine's own scheduler's answer and `search` is ignored.
  router.get('/hosts', (req, res, next) => {
    const context = contextOf(req)
    const vmIds = context.query.get('migration_target_of')
    if (vmIds === null) return next()
    const targets = migrationTargets(
      context,
      vmIds.split(',').map(id => id.trim()),
    )
    const items = targets.map(host => hostToWire(context, host))
    return sendList(req, res, 'host', follow(context, 'host', items))
  })

  router.get('/hosts/:id/numanodes/:nodeId/statistics', (req, res) => {
    const context = contextOf(req)
    const host = findHost(context, param(req, 'id'))
    sendList(req, res, 'statistic', required(statisticsOfNumaNode(context, host, param(req, 'nodeId'))))
  })

  router.put('/hosts/:id', (req, res) => {
    const context = contextOf(req)
    const host = findHost(context, param(req, 'id'))
    requirePermit(context, 'edit_host_configuration', { type: 'host', id: host.id })
    const { name } = readBody(req, 'host')
    if (name !== undefined) context.world.edit(() => Object.assign(host, { name }))
    sendObject(req, res, 'host', hostToWire(context, host))
  })

  router.post(
    '/hosts/:id/activate',
    action((context, id) => {
      const host = manageable(context, id)
      context.world.activateHost(host.id, actorOf(context))
      return { host: { id: host.id, href: `${context.base}/hosts/${host.id}` } }
    }),
  )
  router.post(
    '/hosts/:id/deactivate',
    action((context, id, { reason }) => {
      const host = manageable(context, id)
      context.world.deactivateHost(host.id, reason, actorOf(context))
      return { host: { id: host.id, href: `${context.base}/hosts/${host.id}` } }
    }),
  )
  // The simulated engine polls its hosts all the time; there is nothing more to refresh.
  router.post(
    '/hosts/:id/refresh',
    action((context, id) => void manageable(context, id)),
  )
  for (const name of hostActions) router.post(`/hosts/:id/${name}`, notSimulated)
  return router
}

function findHost(context: Context, id: string): SimHost {
  required(hosts.get(context, id))
  return required(context.world.state.hosts.get(id))
}

function manageable(context: Context, id: string): SimHost {
  const host = required(context.world.state.hosts.get(id))
  requirePermit(context, 'manipulate_host', { type: 'host', id })
  return host
}

function migrationTargets({ world, query }: Context, vmIds: readonly string[]): readonly SimHost[] {
  const unknown = vmIds.find(id => !world.state.vms.has(id))
  if (unknown !== undefined) throw new EngineFault('invalid', [`VM ${unknown} does not exist.`])
  const wanted = new Set(vmIds)
  if (flag(query.get('check_vms_in_affinity_closure')) === true)
    for (const group of world.state.affinityGroups.values())
      if (group.vmsRule.enabled && group.vmsRule.positive && group.vmsRule.enforcing)
        if (group.vmIds.some(id => wanted.has(id))) for (const id of group.vmIds) wanted.add(id)
  return world.migrationTargets([...wanted]).flatMap(id => world.state.hosts.get(id) ?? [])
}
