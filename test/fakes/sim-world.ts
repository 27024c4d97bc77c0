/** A simulated engine for tests, and its objects by name. */

import { createWorld, type WorldOptions } from '../../server/simulator/world/create-world.ts'
import type { SimHost, SimVm } from '../../server/simulator/world/state.ts'
import type { Actor, World } from '../../server/simulator/world/world.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { NOON_MS } from './builders.ts'

/** The scenario of the demo, seed 1, from noon. */
export const aWorld = (over: Partial<WorldOptions> = {}): World =>
  createWorld({ scenario: 'memory-pressure', seed: 1, startMs: NOON_MS, ...over })

/** The administrator, under a correlation id of the test's own. */
export function admin(world: World, correlationId = 'test'): Actor {
  const user = [...world.state.users.values()].find(({ login }) => login === 'admin')
  return { userId: user?.id, correlationId }
}

export const vmNamed = (world: World, name: string): SimVm => named(world.state.vms, name)
export const hostNamed = (world: World, name: string): SimHost => named(world.state.hosts, name)

function named<T extends { name: string }>(items: ReadonlyMap<string, T>, name: string): T {
  const item = [...items.values()].find(each => each.name === name)
  if (item === undefined) throw new Error(`nothing is called ${name}`)
  return item
}

/** Advances in steps of a second until the test is satisfied; throws after the limit. Answers the seconds it took. */
export async function advanceUntil(world: World, satisfied: () => boolean, limitSeconds = 600): Promise<number> {
  for (let seconds = 0; seconds <= limitSeconds; seconds++) {
    if (satisfied()) return seconds
    world.advance(1_000)
    await Promise.resolve()
  }
  throw new Error(`not so after ${limitSeconds} s`)
}

const MIB = 1_048_576

/** A host as the service reads it from the engine. */
export function toHost(world: World, host: SimHost): Host {
  const usedBytes = Math.floor((host.memoryBytes * host.measured.memoryUsedPercent) / 100)
  const { active, migrating } = world.hostVmCounts(host.id)
  return {
    id: host.id,
    name: host.name,
    clusterId: host.clusterId,
    status: host.status,
    totalMiB: Math.floor(host.memoryBytes / MIB),
    maxSchedulingMiB: Math.floor(world.maxSchedulingBytes(host.id) / MIB),
    activeVms: active,
    migratingVms: migrating,
    isSpm: host.isSpm,
    statistics: { memoryFreeMiB: Math.floor((host.memoryBytes - usedBytes) / MIB) },
  }
}

export const toVm = (vm: SimVm): Vm => ({
  id: vm.id,
  name: vm.name,
  clusterId: vm.clusterId,
  status: vm.status,
  ...(vm.hostId === undefined ? {} : { hostId: vm.hostId }),
  memoryMiB: Math.floor(vm.memoryBytes / MIB),
  vcpus: vm.topology.sockets * vm.topology.cores * vm.topology.threads,
  placement: vm.placement,
  pinnedHostIds: vm.pinnedHostIds,
  highlyAvailable: vm.highAvailability.enabled,
  origin: vm.origin,
})
