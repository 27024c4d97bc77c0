import { weightIds } from '../seed/unit-ids.ts'
import { cpusOf, type Model, residentsOf } from '../world/model.ts'
import { maxSchedulingMiB, requiredMiB } from '../world/scheduling-memory.ts'
import type { SimHost, SimVm } from '../world/state.ts'

/** Lower is better; only the order counts. */
export type Weight = (model: Model, vm: SimVm, host: SimHost) => number

/** CPU the host would have in use with the VM on it, in percent of all its CPUs. */
function cpuPercentWith(vm: SimVm, host: SimHost): number {
  const { cpuUserPercent, cpuSystemPercent } = host.measured
  const added = vm.hostId === host.id ? 0 : vm.measured.cpuPercentOfCore / cpusOf(host)
  return Math.round(cpuUserPercent + cpuSystemPercent + added)
}

function memoryLeftMiB(model: Model, vm: SimVm, host: SimHost): number {
  const added = vm.hostId === host.id ? 0 : requiredMiB(vm)
  return Math.round(maxSchedulingMiB(model, host) - added)
}

function vmCount(model: Model, host: SimHost): number {
  const incoming = [...model.copies.values()].filter(({ toHostId }) => toHostId === host.id).length
  return [...residentsOf(model, host.id)].length + incoming
}

/** The weights that are modelled, by unit id; the others say nothing. */
export const policyWeights: ReadonlyMap<string, Weight> = new Map<string, Weight>([
  [weightIds.evenCpu, (_, vm, host) => cpuPercentWith(vm, host)],
  [weightIds.evenMemory, (model, vm, host) => -memoryLeftMiB(model, vm, host)],
  [weightIds.savingCpu, (_, vm, host) => -cpuPercentWith(vm, host)],
  [weightIds.savingMemory, memoryLeftMiB],
  [weightIds.evenVmCount, (model, _, host) => vmCount(model, host)],
])
