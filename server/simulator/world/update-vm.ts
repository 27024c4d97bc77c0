import { actorName, report } from './events.ts'
import { getVm, type Model } from './model.ts'
import type { SimVm } from './state.ts'
import { type Actor, EngineFault } from './world.ts'

type VmChange = Readonly<
  Partial<Pick<SimVm, 'name' | 'placement' | 'pinnedHostIds' | 'memoryBytes' | 'guaranteedBytes'>>
>

/** Throws EngineFault: 'missing', 'conflict' for a name in use or the memory of a running VM, 'invalid' for bad values. */
export function updateVm(model: Model, vmId: string, change: VmChange, actor: Actor): void {
  const vm = getVm(model, vmId)
  const { memoryBytes = vm.memoryBytes, guaranteedBytes = Math.min(vm.guaranteedBytes, memoryBytes) } = change
  if (
    change.name !== undefined &&
    [...model.state.vms.values()].some(({ name, id }) => name === change.name && id !== vmId)
  )
    throw new EngineFault('conflict', ['Cannot edit VM. The name is in use.'])
  if (memoryBytes !== vm.memoryBytes && vm.status !== 'down') {
    throw new EngineFault('conflict', ['Cannot edit VM. The memory of a running VM is not changed.'])
  }
  if (!(memoryBytes > 0) || guaranteedBytes > memoryBytes) {
    throw new EngineFault('invalid', ['Cannot edit VM. The guaranteed memory must not exceed the memory.'])
  }
  for (const hostId of change.pinnedHostIds ?? []) {
    if (model.state.hosts.has(hostId)) continue
    throw new EngineFault('invalid', ['Cannot edit VM. A host it is bound to does not exist.'])
  }
  Object.assign(vm, change, { memoryBytes, guaranteedBytes })
  report(model, 'vmChanged', `VM ${vm.name} was changed by ${actorName(model, actor)}.`, { vmId, actor })
}
