import { beginMigration } from './begin-migration.ts'
import { report } from './events.ts'
import { endJob } from './jobs.ts'
import type { MigrationCopy } from './migration-copy.ts'
import type { Model } from './model.ts'
import type { SimVm } from './state.ts'

/**
 * Looks for another host after a failed migration without explicit destination. The decision may ask an external
 * scheduler, so the second attempt begins only after the running `advance` has returned.
 */
export function retryMigration(model: Model, failed: MigrationCopy, vm: SimVm, jobId: string): void {
  const triedHostIds = [...failed.triedHostIds, failed.toHostId]
  model.lockedVmIds.add(vm.id)
  const request = { vm, excludedHostIds: [...triedHostIds, failed.fromHostId], onlyHostIds: [] }
  const { actor, cause } = failed
  model.placement
    .choose(model, request, toHostId => {
      beginMigration(model, vm, { toHostId, jobId, actor, cause, triedHostIds, explicitDestination: false })
    })
    .then(choice => {
      if (!choice.ok) giveUp(model, failed, vm, jobId, 'no other host can take it')
    })
    .catch((error: unknown) => giveUp(model, failed, vm, jobId, String(error)))
    .finally(() => model.lockedVmIds.delete(vm.id))
}

function giveUp(model: Model, { cause, actor, fromHostId }: MigrationCopy, vm: SimVm, jobId: string, why: string) {
  endJob(model, jobId, 'failed')
  const name = cause === 'maintenance' ? 'migrationFailedInMaintenance' : 'migrationFailed'
  const source = model.state.hosts.get(fromHostId)?.name
  report(model, name, `Migration failed (VM: ${vm.name}, Source: ${source}): ${why}.`, {
    vmId: vm.id,
    hostId: fromHostId,
    actor,
  })
}
