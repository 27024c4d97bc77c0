import { bytesToMiB, mibToBytes } from '../../../shared/measure/memory.ts'
import { hostOverheadBytes, vmOverheadMiB } from './memory-overhead.ts'
import { type Model, residentsOf, vcpusOf } from './model.ts'
import type { SimHost, SimVm } from './state.ts'

/** Physical memory behind a running VM: what its guest uses, not what it was promised, and the emulator's own. */
export const residentBytes = (vm: SimVm): number => vm.load.guestBytes + emulatorBytes(vm)

/** What the emulator of a running VM takes beside its guest's memory. */
export const emulatorBytes = (vm: SimVm): number =>
  mibToBytes(vmOverheadMiB({ memoryMiB: bytesToMiB(vm.memoryBytes), vcpus: vcpusOf(vm) }))

/** Bytes in use by the system, the VMs and the copies that migrations have brought so far. May exceed the host. */
export function hostMemoryUse(model: Model, host: SimHost, residentOf: (vm: SimVm) => number = residentBytes): number {
  let used = hostOverheadBytes(host.memoryBytes)
  for (const vm of residentsOf(model, host.id)) if (vm.status !== 'wait_for_launch') used += residentOf(vm)
  for (const copy of model.copies.values()) if (copy.toHostId === host.id) used += arrivedBytes(model, copy)
  return used
}

/** Pages sent twice replace each other. */
function arrivedBytes({ state }: Model, { vmId, sentBytes }: { vmId: string; sentBytes: number }): number {
  const vm = state.vms.get(vmId)
  return vm === undefined ? 0 : Math.min(sentBytes, residentBytes(vm))
}

export const swapped = ({ memoryBytes, swapTotalBytes }: SimHost, usedBytes: number): number =>
  Math.min(swapTotalBytes, Math.max(0, usedBytes - memoryBytes))
