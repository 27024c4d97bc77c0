import { reason } from '../../../shared/policy/reason.ts'
import { isRunning } from '../facts/vm-facts.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** Keeps hosts that have every CPU flag the VM needs. Source: rules §6.2. */
export const cpuLevelFilter: FilterUnit = {
  kind: 'filter',
  id: '438b052c-90ab-40e8-9be0-a22560202ea6',
  name: 'CPU-Level',
  properties: [],
  filter: eachVm((vm, host) => {
    const running = isRunning(vm)
    // It takes the CPU of whichever host it starts on.
    if (vm.cpuPassthrough === true && !running) return kept
    const { requiredCpuFlags: required } = vm
    // A VM that is down and names no CPU needs no flags; one that runs has a CPU, whether we were told or not.
    if (required === undefined) return running ? unknown('vm.requiredCpuFlags') : kept
    if (required.size === 0) return kept
    if (host.cpuFlags === undefined) return unknown('host.cpuFlags')
    const missing = [...required.difference(host.cpuFlags)].sort()
    const values = { required: required.size, missing: missing.join(', ') }
    return missing.length === 0
      ? keptBecause(reason('cpu-flags-present', `It has all ${required.size} CPU flags that the VM needs.`, values))
      : dropped(reason('cpu-flags-missing', `Its CPU lacks ${values.missing}, which the VM needs.`, values))
  }),
}
