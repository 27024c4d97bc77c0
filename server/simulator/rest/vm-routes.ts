import { Router } from 'express'
import type { Wire } from '../wire/types.ts'
import type { SimHost, SimVm } from '../world/state.ts'
import { EngineFault, type World } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { action, notSimulated } from './action-route.ts'
import { actorOf, type Context, contextOf } from './context.ts'
import { jobToWire } from './job-resource.ts'
import { sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'
import { vmActions, vms, vmToWire } from './vm-resource.ts'

/** Changing VMs and acting on them. Actions answer when they have started, not when they are done. */
export function vmRoutes(): Router {
  const router = Router()

  // Another way to ask for the statistics of a list.
  router.get('/vms', (req, _res, next) => {
    const context = contextOf(req)
    const details = (context.query.get('detail') ?? '').split(/[,;]/).map(detail => detail.trim())
    if (details.includes('statistics') && !context.query.has('follow')) context.query.set('follow', 'statistics')
    next()
  })

  router.put('/vms/:id', (req, res) => {
    const context = contextOf(req)
    const vm = findVm(context, param(req, 'id'))
    requirePermit(context, 'edit_vm_properties', { type: 'vm', id: vm.id })
    updateVm(context, vm, readBody(req, 'vm'))
    sendObject(req, res, 'vm', vmToWire(context, vm))
  })

  router.post('/vms/:id/migrate', action(migrate))
  router.post(
    '/vms/:id/cancelmigration',
    action((context, id) =>
      on(context, id, 'migrate_vm', vm => context.world.cancelMigration(vm.id, actorOf(context))),
    ),
  )
  router.post('/vms/:id/start', action(start))
  router.post(
    '/vms/:id/stop',
    action((context, id) => on(context, id, 'stop_vm', vm => context.world.stopVm(vm.id, actorOf(context)))),
  )
  router.post(
    '/vms/:id/shutdown',
    action((context, id) => on(context, id, 'stop_vm', vm => context.world.shutdownVm(vm.id, actorOf(context)))),
  )
  router.post(
    '/vms/:id/suspend',
    action((context, id) => on(context, id, 'stop_vm', vm => context.world.suspendVm(vm.id))),
  )
  for (const name of vmActions) router.post(`/vms/:id/${name}`, notSimulated)
  return router
}

function findVm(context: Context, id: string): SimVm {
  required(vms.get(context, id))
  return required(context.world.state.vms.get(id))
}

function on(context: Context, id: string, permit: string, act: (vm: SimVm) => void): Wire<'action'> {
  const vm = findVm(context, id)
  requirePermit(context, permit, { type: 'vm', id: vm.id })
  act(vm)
  return { vm: { id: vm.id, href: `${context.base}/vms/${vm.id}` } }
}

async function migrate(context: Context, id: string, input: Wire<'action'>): Promise<Wire<'action'>> {
  const vm = findVm(context, id)
  requirePermit(context, 'migrate_vm', { type: 'vm', id: vm.id })
  const host = input.host && findHost(context.world, input.host)
  const options = {
    ...(host === undefined ? {} : { hostId: host.id }),
    ...(input.force === undefined ? {} : { force: input.force }),
  }
  const job = await context.world.migrateVm(vm.id, options, actorOf(context))
  const { id: jobId, href } = jobToWire(context, job)
  return {
    ...(jobId === undefined || href === undefined ? {} : { job: { id: jobId, href } }),
    vm: { id: vm.id, href: `${context.base}/vms/${vm.id}` },
  }
}

async function start(context: Context, id: string, input: Wire<'action'>): Promise<Wire<'action'>> {
  const vm = findVm(context, id)
  requirePermit(context, 'run_vm', { type: 'vm', id: vm.id })
  const hostIds = input.vm?.placement_policy?.hosts?.map(host => findHost(context.world, host).id)
  await context.world.startVm(vm.id, hostIds === undefined ? {} : { hostIds }, actorOf(context))
  return { vm: vmToWire(context, vm) }
}

/** By id or by name. An unknown destination is bad input, not a missing page. */
function findHost({ state }: World, { id, name }: Wire<'host'>): SimHost {
  const host =
    id === undefined ? [...state.hosts.values()].find(candidate => candidate.name === name) : state.hosts.get(id)
  if (host === undefined) throw new EngineFault('invalid', [`Host ${id ?? name ?? ''} does not exist.`])
  return host
}

/** `placement_policy` without `hosts` clears the pinned hosts, as the engine does. */
function updateVm(context: Context, vm: SimVm, body: Wire<'vm'>): void {
  const { name, memory, memory_policy: policy, placement_policy: placement, high_availability: ha } = body
  const change: Parameters<World['updateVm']>[1] = {
    ...(name === undefined ? {} : { name }),
    ...(memory === undefined ? {} : { memoryBytes: memory }),
    ...(policy?.guaranteed === undefined ? {} : { guaranteedBytes: policy.guaranteed }),
    ...(placement?.affinity === undefined ? {} : { placement: placement.affinity }),
    ...(placement === undefined
      ? {}
      : { pinnedHostIds: (placement.hosts ?? []).map(host => findHost(context.world, host).id) }),
  }
  context.world.updateVm(vm.id, change, actorOf(context))
  if (ha === undefined) return
  const { enabled = vm.highAvailability.enabled, priority = vm.highAvailability.priority } = ha
  context.world.edit(() => Object.assign(vm, { highAvailability: { enabled, priority } }))
}
