import { actorName, report } from './events.ts'
import { migrateVm } from './migrate-vm.ts'
import { getHost, type Model, POLL_MS, residentsOf } from './model.ts'
import type { SimHost } from './state.ts'
import { type Actor, EngineFault } from './world.ts'

const ACTIVATION_MS = 5_000
/** A move nobody asked for carries the id of the maintenance it serves. */
const nobody = (correlationId: string): Actor => ({ userId: undefined, correlationId })

/** Throws EngineFault 'conflict' unless the host is in maintenance, or on its way there. */
export function activateHost(model: Model, hostId: string, actor: Actor): void {
  const host = getHost(model, hostId)
  if (host.status === 'up') throw refused('activate Host', 'Host is already up.')
  if (host.status === 'preparing_for_maintenance') host.status = 'up'
  else {
    host.status = 'unassigned'
    model.dueHosts.set(hostId, model.nowMs + ACTIVATION_MS)
  }
  report(model, 'hostActivated', `Host ${host.name} was activated by ${actorName(model, actor)}.`, { hostId, actor })
}

/** Throws EngineFault 'conflict' if the host is not up or carries pinned VMs. */
export function deactivateHost(model: Model, hostId: string, reason: string | undefined, actor: Actor): void {
  const host = getHost(model, hostId)
  const verb = 'switch Host to Maintenance mode'
  if (host.status !== 'up') throw refused(verb, 'Operation can be performed only when Host status is Up.')
  const pinned = [...residentsOf(model, hostId)].filter(({ placement }) => placement === 'pinned')
  if (pinned.length > 0) {
    const names = pinned.map(({ name }) => name).join(', ')
    throw refused(verb, `The host has pinned VMs, which cannot be migrated away: ${names}.`)
  }
  host.status = 'preparing_for_maintenance'
  handOverPool(model, host)
  const text = `Host ${host.name} is switched to maintenance by ${actorName(model, actor)}`
  const about = { hostId, actor }
  if (reason === undefined) report(model, 'hostToMaintenanceWithoutReason', `${text}.`, about)
  else report(model, 'hostToMaintenance', `${text} (Reason: ${reason}).`, about)
  moveVmsAway(model, host, actor.correlationId)
}

/** Brings hosts up that are due, and ends maintenance preparations that are done. */
export function advanceHosts(model: Model): void {
  for (const [hostId, atMs] of model.dueHosts) {
    if (atMs > model.nowMs) continue
    model.dueHosts.delete(hostId)
    const host = getHost(model, hostId)
    if (host.status !== 'unassigned') continue
    host.status = 'up'
    report(model, 'hostUp', `Host ${host.name} is up.`, { hostId })
  }
  for (const host of model.state.hosts.values()) {
    if (host.status !== 'preparing_for_maintenance' || isBusy(model, host)) continue
    host.status = 'maintenance'
    report(model, 'hostInMaintenance', `Host ${host.name} is in maintenance.`, { hostId: host.id })
  }
}

const RETRY_MS = 60_000

/** VMs that could not leave at first, or came in meanwhile, are tried again with the first poll of each minute. */
export function drainHosts(model: Model): void {
  if (model.nowMs % RETRY_MS >= POLL_MS) return
  for (const host of model.state.hosts.values()) {
    if (host.status === 'preparing_for_maintenance') moveVmsAway(model, host, `maintenance-${host.name}`)
  }
}

function isBusy(model: Model, host: SimHost): boolean {
  if ((model.residents.get(host.id)?.size ?? 0) > 0) return true
  return [...model.copies.values()].some(({ toHostId }) => toHostId === host.id)
}

/** Refusals have become events by the time they arrive here; the VM is tried again. */
function moveVmsAway(model: Model, host: SimHost, correlationId: string): void {
  for (const vm of residentsOf(model, host.id)) {
    if (vm.status !== 'up' || model.lockedVmIds.has(vm.id)) continue
    migrateVm(model, vm.id, { cause: 'maintenance' }, nobody(correlationId)).catch((error: unknown) => {
      if (error instanceof EngineFault && error.kind === 'conflict') return
      const text = `VM ${vm.name} could not be moved away: ${String(error)}`
      report(model, 'migrationFailedInMaintenance', text, { vmId: vm.id, hostId: host.id })
    })
  }
}

/** Some other host of the data centre becomes storage pool manager. */
function handOverPool({ state }: Model, host: SimHost): void {
  if (!host.isSpm) return
  const dataCenterOf = (clusterId: string) => state.clusters.get(clusterId)?.dataCenterId
  const next = [...state.hosts.values()].find(
    other => other.status === 'up' && dataCenterOf(other.clusterId) === dataCenterOf(host.clusterId),
  )
  if (next === undefined) return
  host.isSpm = false
  next.isSpm = true
}

const refused = (verb: string, why: string): EngineFault => new EngineFault('conflict', [`Cannot ${verb}. ${why}`])
