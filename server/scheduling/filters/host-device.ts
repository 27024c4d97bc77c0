import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/**
 * Keeps, for a VM that was given devices of a host, that host alone. A VM without a pin list was not given any. Source:
 * rules §6.2.
 */
export const hostDeviceFilter: FilterUnit = {
  kind: 'filter',
  id: '728a21f1-f97e-4d32-bc3e-b3cc49756abb',
  name: 'HostDevice',
  properties: [],
  filter: eachVm((vm, host) => {
    const [ownerId] = vm.pinnedHostIds
    if (ownerId === undefined) return kept
    if (vm.hostDevices === undefined) return unknown('vm.hostDevices')
    if (vm.hostDevices.length === 0) return kept
    const devices = vm.hostDevices.map(({ name }) => name)
    const values = { vm: vm.name, devices: devices.join(', ') }
    if (host.id !== ownerId) {
      return dropped(reason('devices-elsewhere', `The devices given to ${vm.name} are on another host.`, values))
    }
    if (vm.hostDevices.some(({ pci }) => pci)) {
      if (host.passthroughEnabled === undefined) return unknown('host.passthroughEnabled')
      if (!host.passthroughEnabled) {
        return dropped(reason('passthrough-off', `Cannot pass PCI devices on, as ${vm.name} needs.`, values))
      }
    }
    // In use by the VM itself is no hindrance.
    if (vm.hostId !== host.id) {
      if (host.freeDevices === undefined) return unknown('host.freeDevices')
      const taken = devices.filter(name => !host.freeDevices?.has(name)).join(', ')
      if (taken !== '') {
        return dropped(
          reason('devices-taken', `${vm.name} needs devices that are not free: ${taken}.`, { ...values, taken }),
        )
      }
    }
    return keptBecause(reason('devices-available', `Has the devices that ${vm.name} was given.`, values))
  }),
}
