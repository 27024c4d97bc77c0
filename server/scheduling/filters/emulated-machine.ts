import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** Drops hosts that cannot emulate the machine type a VM runs on or asks for. Source: rules §6.2. */
export const emulatedMachineFilter: FilterUnit = {
  kind: 'filter',
  id: '58894b5b-d55d-4f85-8f82-5bf217e640b0',
  name: 'Emulated-Machine',
  properties: [],
  filter: eachVm(({ name, emulatedMachine: machine }, { emulatedMachines }) => {
    if (machine === undefined || machine === '') return kept
    if (emulatedMachines === undefined) return unknown('host.emulatedMachines')
    const values = { vm: name, machine, offered: emulatedMachines.length }
    if (emulatedMachines.includes(machine)) {
      return keptBecause(reason('machine-supported', `Can emulate ${machine}, which ${name} needs.`, values))
    }
    // The engine drops a host with an empty list without a word; here it gets one.
    const text = `${name} needs ${machine}, which is not among the ${emulatedMachines.length} machine types here.`
    return dropped(reason('machine-unsupported', text, values))
  }),
}
