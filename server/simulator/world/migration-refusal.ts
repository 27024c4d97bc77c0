import { plannedRefusal } from './faults.ts'
import type { MigrationCause } from './migration-copy.ts'
import type { Model } from './model.ts'
import type { SimHost, SimVm } from './state.ts'
import { EngineFault } from './world.ts'

export type MigrateOptions = Readonly<{
  hostId?: string
  /** Also a VM that is moved only by hand. */
  force?: boolean
  cause: MigrationCause
  /** Only these destinations, of which the engine chooses; empty: any. */
  onlyHostIds?: readonly string[]
}>

/** The engine's validation, in its order and words. Throws EngineFault 'invalid' for an unknown host, else 'conflict'. */
export function refuseMigration(model: Model, vm: SimVm, options: MigrateOptions): void {
  const destination = options.hostId === undefined ? undefined : model.state.hosts.get(options.hostId)
  if (options.hostId !== undefined && destination === undefined) {
    throw new EngineFault('invalid', ['Cannot migrate VM. The destination host does not exist.'])
  }
  const why =
    plannedRefusal(model.faults, vm.id, options.hostId) ??
    wrongState(model, vm) ??
    notMovable(vm, options) ??
    (destination === undefined ? undefined : wrongDestination(vm, destination)) ??
    noCandidate(model, vm, options)
  if (why !== undefined) throw new EngineFault('conflict', [`Cannot migrate VM. ${why}`])
}

function wrongState({ lockedVmIds }: Model, vm: SimVm): string | undefined {
  if (lockedVmIds.has(vm.id)) return 'Related operation is currently in progress. Please try again later.'
  if (vm.status === 'migrating') return 'Migration is already in progress.'
  if (vm.status !== 'up' && vm.status !== 'powering_up') return 'VM is not running.'
  return undefined
}

/** The hosted engine counts as moved by hand: its own agents move it. */
function notMovable(vm: SimVm, { force, cause }: MigrateOptions): string | undefined {
  if (vm.placement === 'pinned') return 'VM is pinned to Host.'
  const byHandOnly = vm.placement === 'user_migratable' || vm.origin.endsWith('hosted_engine')
  const forced = force === true || cause === 'maintenance'
  return byHandOnly && !forced ? 'VM is non migratable and user did not specify the force-migration flag.' : undefined
}

function wrongDestination(vm: SimVm, destination: SimHost): string | undefined {
  if (destination.id === vm.hostId) return 'Migration source and destination is the same.'
  if (destination.status !== 'up') return 'Operation can be performed only when Host status is Up.'
  if (destination.clusterId !== vm.clusterId) return 'The destination host is in another cluster.'
  return undefined
}

function noCandidate(model: Model, vm: SimVm, { hostId, onlyHostIds = [], cause }: MigrateOptions): string | undefined {
  const { hosts, messages } = model.placement.candidates(model, {
    vm,
    excludedHostIds: cause === 'balancing' || vm.hostId === undefined ? [] : [vm.hostId],
    onlyHostIds: hostId === undefined ? onlyHostIds : [hostId],
  })
  return hosts.length === 0 ? messages.join(' ') : undefined
}
