import { beginMigration } from './begin-migration.ts'
import { cancelCopy, routeText } from './end-migration.ts'
import { actorName, report } from './events.ts'
import { startJob } from './jobs.ts'
import { type MigrateOptions, refuseMigration } from './migration-refusal.ts'
import { getVm, type Model } from './model.ts'
import type { SimJob, SimVm } from './state.ts'
import { type Actor, EngineFault } from './world.ts'

/** Resolves when the migration has begun. Throws EngineFault; a refusal also becomes an event, as in the engine. */
export async function migrateVm(model: Model, vmId: string, options: MigrateOptions, actor: Actor): Promise<SimJob> {
  const vm = getVm(model, vmId)
  try {
    refuseMigration(model, vm, options)
    return await decideAndBegin(model, vm, options, actor)
  } catch (error) {
    // The balancer's attempts fail quietly: it goes on to the next candidate.
    if (error instanceof EngineFault && error.kind === 'conflict' && options.cause !== 'balancing') {
      const description = `Migration refused (VM: ${vm.name}): ${error.messages.join(' ')}`
      const maintenance = options.cause === 'maintenance'
      const name = maintenance ? 'migrationFailedInMaintenance' : 'migrationFailed'
      report(model, name, description, { vmId, hostId: vm.hostId, actor })
    }
    throw error
  }
}

async function decideAndBegin(model: Model, vm: SimVm, options: MigrateOptions, actor: Actor): Promise<SimJob> {
  const { hostId, cause, onlyHostIds = [] } = options
  let job: SimJob | undefined
  model.lockedVmIds.add(vm.id)
  try {
    const request = {
      vm,
      excludedHostIds: cause === 'balancing' || vm.hostId === undefined ? [] : [vm.hostId],
      onlyHostIds: hostId === undefined ? onlyHostIds : [hostId],
    }
    const choice = await model.placement.choose(model, request, toHostId => {
      job = begin(model, vm, toHostId, options, actor)
    })
    if (choice.ok && job !== undefined) return job
    if (choice.ok) throw new EngineFault('failed', ['The decision named a host and did not take it.'])
    const text = `No host can take VM ${vm.name}: ${choice.messages.join(' ')}`
    if (cause !== 'balancing') report(model, 'migrationWithoutHost', text, { vmId: vm.id, hostId: vm.hostId, actor })
    throw new EngineFault('conflict', [`Cannot migrate VM. ${choice.messages.join(' ')}`])
  } finally {
    model.lockedVmIds.delete(vm.id)
  }
}

function begin(model: Model, vm: SimVm, toHostId: string, options: MigrateOptions, actor: Actor): SimJob {
  if (toHostId === vm.hostId) {
    throw new EngineFault('conflict', ['Cannot migrate VM. Migration source and destination is the same.'])
  }
  const target = model.state.hosts.get(toHostId)?.name ?? toHostId
  const job = startJob(model, `Migrating VM ${vm.name} to host ${target}`, actor)
  const copy = beginMigration(model, vm, {
    toHostId,
    jobId: job.id,
    actor,
    cause: options.cause,
    explicitDestination: options.hostId !== undefined,
    triedHostIds: [],
  })
  const about = { vmId: vm.id, hostId: copy.fromHostId, actor }
  const route = routeText(model, copy, vm)
  if (options.cause === 'user') {
    report(model, 'migrationStarted', `Migration started (${route}, User: ${actorName(model, actor)}).`, about)
  } else {
    const reason = options.cause === 'balancing' ? 'load balancing' : 'host preparing for maintenance'
    const text = `Migration started by the system (${route}, Reason: ${reason}).`
    report(model, 'migrationStartedBySystem', text, about)
  }
  return job
}

/** Throws EngineFault 'conflict' if the VM is not migrating. */
export function cancelMigration(model: Model, vmId: string, actor: Actor): void {
  const vm = getVm(model, vmId)
  const copy = model.copies.get(vmId)
  if (copy === undefined || copy.phase === 'finishing') {
    throw new EngineFault('conflict', ['Cannot cancel migration. VM is not migrating.'])
  }
  cancelCopy(model, { ...copy, actor }, vm)
}
