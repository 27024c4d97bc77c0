import { bytesToMiB, mibToBytes } from '../../../shared/measure/memory.ts'
import { HOST_GUEST_OVERHEAD_MIB, HOST_RESERVED_MIB, vmOverheadMiB } from './memory-overhead.ts'
import { type Model, residentsOf, vcpusOf } from './model.ts'
import type { SimHost, SimVm } from './state.ts'

/** What the engine books for a running VM: all of its memory and its overhead, whatever the guest uses. MiB. */
export const requiredMiB = (vm: SimVm): number => {
  const memoryMiB = bytesToMiB(vm.memoryBytes)
  return memoryMiB + vmOverheadMiB({ memoryMiB, vcpus: vcpusOf(vm) })
}

/**
 * MiB the engine would still book on the host: its physical memory times the cluster's overcommit, less what runs there
 * (`committed`), what is on its way there (`pending`) and the host's reserve. Never negative.
 */
export function maxSchedulingMiB(model: Model, host: SimHost): number {
  const overCommitPercent = model.state.clusters.get(host.clusterId)?.overCommitPercent ?? 100
  const committed = committedMiB(model, host.id)
  const limit = (overCommitPercent * bytesToMiB(host.memoryBytes)) / 100
  return Math.max(0, limit - committed - HOST_RESERVED_MIB - pendingMiB(model, host.id))
}

export const maxSchedulingBytes = (model: Model, host: SimHost): number =>
  mibToBytes(Math.floor(maxSchedulingMiB(model, host)))

function committedMiB(model: Model, hostId: string): number {
  let sum = HOST_GUEST_OVERHEAD_MIB
  for (const vm of residentsOf(model, hostId)) if (vm.status !== 'wait_for_launch') sum += requiredMiB(vm)
  return sum
}

/** VMs migrating to the host, and VMs that it is about to launch. */
function pendingMiB(model: Model, hostId: string): number {
  let sum = 0
  for (const copy of model.copies.values()) {
    const vm = copy.toHostId === hostId ? model.state.vms.get(copy.vmId) : undefined
    if (vm !== undefined) sum += requiredMiB(vm)
  }
  for (const vm of residentsOf(model, hostId)) if (vm.status === 'wait_for_launch') sum += requiredMiB(vm)
  return sum
}
