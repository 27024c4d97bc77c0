import { residentBytes } from './host-memory.ts'
import type { MigrationCause, MigrationCopy } from './migration-copy.ts'
import type { Model } from './model.ts'
import type { SimVm } from './state.ts'
import { type Actor, EngineFault } from './world.ts'

export type MigrationStart = Readonly<{
  toHostId: string
  jobId: string
  actor: Actor
  cause: MigrationCause
  explicitDestination: boolean
  triedHostIds: readonly string[]
}>

/** Throws EngineFault 'conflict' if the VM stopped or moved while its destination was being chosen. */
export function beginMigration(model: Model, vm: SimVm, start: MigrationStart): MigrationCopy {
  const { hostId } = vm
  if (hostId === undefined || (vm.status !== 'up' && vm.status !== 'powering_up')) {
    throw new EngineFault('conflict', ['Cannot migrate VM. VM is not running.'])
  }
  const totalBytes = Math.round(residentBytes(vm))
  vm.status = 'migrating'
  vm.migration = {
    toHostId: start.toHostId,
    correlationId: start.actor.correlationId,
    jobId: start.jobId,
    startedAtMs: model.nowMs,
    totalBytes,
    doneBytes: 0,
    explicitDestination: start.explicitDestination,
    byUserId: start.actor.userId,
  }
  model.dueVms.delete(vm.id)
  const copy: MigrationCopy = {
    vmId: vm.id,
    fromHostId: hostId,
    toHostId: start.toHostId,
    actor: start.actor,
    cause: start.cause,
    triedHostIds: start.triedHostIds,
    failsHalfWay: takePlannedFailure(model),
    phase: 'queued',
    phaseEndsAtMs: model.nowMs,
    round: 1,
    sentBytes: 0,
    roundLeftBytes: totalBytes,
    dirtiedBytes: 0,
  }
  model.copies.set(vm.id, copy)
  return copy
}

function takePlannedFailure({ faults }: Model): boolean {
  if (faults.migrationsToFail === 0) return false
  faults.migrationsToFail--
  return true
}
