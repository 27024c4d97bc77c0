import { actorName, report } from './events.ts'
import { endJob } from './jobs.ts'
import type { MigrationCopy } from './migration-copy.ts'
import { type Model, moveVm } from './model.ts'
import { retryMigration } from './retry-migration.ts'
import type { SimVm } from './state.ts'

/** The VM now runs on its destination. */
export function finishMigration(model: Model, copy: MigrationCopy, vm: SimVm): void {
  const { migration } = vm
  const seconds = Math.round((model.nowMs - (migration?.startedAtMs ?? model.nowMs)) / 1_000)
  const route = routeText(model, copy, vm)
  moveVm(model, vm, copy.toHostId)
  close(model, copy, vm, 'finished')
  report(model, 'migrationDone', `Migration completed (${route}, Duration: ${seconds} seconds).`, about(copy))
}

/** The engine tries no more hosts than this for one command. */
const MAX_HOSTS_TRIED = 3

/** Back to work on the source. Without an explicit destination the engine goes on to the next host, up to a limit. */
export function failMigration(model: Model, copy: MigrationCopy, vm: SimVm, why: string): void {
  const explicit = vm.migration?.explicitDestination ?? true
  const jobId = vm.migration?.jobId ?? ''
  const route = routeText(model, copy, vm)
  if (explicit) {
    close(model, copy, vm, 'failed')
    report(model, 'migrationFailedToHost', `Migration failed (${route}): ${why}.`, about(copy))
    return
  }
  if (copy.triedHostIds.length + 1 >= MAX_HOSTS_TRIED) {
    close(model, copy, vm, 'failed')
    const name = copy.cause === 'maintenance' ? 'migrationFailedInMaintenance' : 'migrationFailed'
    report(model, name, `Migration failed (${route}): ${why}. No further host is tried.`, about(copy))
    return
  }
  release(model, copy, vm)
  report(model, 'migrationTriesNext', `Migration failed (${route}): ${why}. Trying another host.`, about(copy))
  retryMigration(model, copy, vm, jobId)
}

/** Gives up on a person's word, or because the VM is being stopped. */
export function cancelCopy(model: Model, copy: MigrationCopy, vm: SimVm): void {
  const route = routeText(model, copy, vm)
  close(model, copy, vm, 'aborted')
  report(
    model,
    'migrationCancelled',
    `Migration cancelled (${route}, User: ${actorName(model, copy.actor)}).`,
    about(copy),
  )
}

function close(model: Model, copy: MigrationCopy, vm: SimVm, result: 'finished' | 'failed' | 'aborted'): void {
  endJob(model, vm.migration?.jobId ?? '', result)
  release(model, copy, vm)
}

function release(model: Model, copy: MigrationCopy, vm: SimVm): void {
  model.copies.delete(copy.vmId)
  vm.migration = undefined
  vm.status = 'up'
}

const about = ({ vmId, fromHostId, actor }: MigrationCopy) => ({ vmId, hostId: fromHostId, actor })

export function routeText({ state }: Model, copy: MigrationCopy, vm: SimVm): string {
  const name = (hostId: string) => state.hosts.get(hostId)?.name ?? hostId
  return `VM: ${vm.name}, Source: ${name(copy.fromHostId)}, Destination: ${name(copy.toHostId)}`
}
