import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/**
 * Drops hosts that lack a mediated device type (vGPU) or have none of it left. A quirk of the engine: one free instance
 * is enough, however many of the type the VM needs. Source: rules §6.2.
 */
export const mediatedDevicesFilter: FilterUnit = {
  kind: 'filter',
  id: 'aa604ea6-f758-4d28-8e05-bf5f4a0818bd',
  name: 'MDevice',
  properties: [],
  filter: eachVm(({ name, mediatedDeviceTypes: needed }, { mediatedDevices: offered }) => {
    if (needed === undefined) return unknown('vm.mediatedDeviceTypes')
    if (needed.length === 0) return kept
    if (offered === undefined) return unknown('host.mediatedDevices')
    const missing = needed.filter(type => !offered.has(type)).join(', ')
    if (missing !== '') {
      const text = `Does not offer mediated devices that ${name} needs: ${missing}.`
      return dropped(reason('mediated-devices-missing', text, { vm: name, missing }))
    }
    const usedUp = needed.filter(type => (offered.get(type) ?? 0) <= 0).join(', ')
    if (usedUp !== '') {
      const text = `Has no free instance of mediated devices that ${name} needs: ${usedUp}.`
      return dropped(reason('mediated-devices-used-up', text, { vm: name, usedUp }))
    }
    const types = needed.map(type => `${type}: ${offered.get(type)}`).join(', ')
    const text = `Has free instances of what ${name} needs (${types}).`
    return keptBecause(reason('mediated-devices-free', text, { vm: name, types }))
  }),
}
