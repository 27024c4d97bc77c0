import { bytesToMiB } from '../../../shared/measure/memory.ts'
import { filterIds } from '../seed/unit-ids.ts'
import { staticOverheadMiB } from '../world/memory-overhead.ts'
import { maxSchedulingMiB, requiredMiB } from '../world/scheduling-memory.ts'
import type { Filter } from './filter.ts'

/** A VM that stays where it is needs no room there. */
const memory: Filter = ({ model, vm }, host) => {
  if (vm.hostId === host.id) return undefined
  const bookableMiB = Math.floor(maxSchedulingMiB(model, host))
  if (requiredMiB(vm) > bookableMiB) return `its available memory is too low (${bookableMiB} MB) to run the VM`
  const memoryMiB = bytesToMiB(vm.memoryBytes)
  const { memoryUsedPercent, swapUsedBytes } = host.measured
  const freeMiB = Math.floor((bytesToMiB(host.memoryBytes) * (100 - memoryUsedPercent)) / 100)
  const swapFreeMiB = bytesToMiB(host.swapTotalBytes - swapUsedBytes)
  if (memoryMiB + staticOverheadMiB(memoryMiB) <= freeMiB + swapFreeMiB) return undefined
  return `its available memory is too low (${freeMiB} MB, swap ${swapFreeMiB} MB) to run the VM`
}

/** Only the VM by itself has to fit: CPUs may be promised many times over. Threads count where the cluster says so. */
const cpu: Filter = ({ model, vm }, host) => {
  const threads = model.state.clusters.get(host.clusterId)?.threadsAsCores === true ? host.cpu.threads : 1
  const hostCores = host.cpu.sockets * host.cpu.cores * threads
  const vmCores = vm.topology.sockets * vm.topology.cores
  return vmCores <= hostCores ? undefined : `it has ${hostCores} CPU cores and the VM ${vmCores}`
}

const vmAffinity: Filter = ({ limits }, { id }) => {
  if (limits.withVms?.has(id) === false) return 'it did not match positive affinity rules'
  return limits.awayFromVms.has(id) ? 'it matched negative affinity rules' : undefined
}

const vmToHostsAffinity: Filter = ({ limits }, { id }) => {
  if (limits.onHosts.some(hosts => !hosts.has(id))) return 'it did not match positive affinity rules to hosts'
  return limits.notOnHosts.has(id) ? 'it matched negative affinity rules to hosts' : undefined
}

const clusterInMaintenance: Filter = ({ vm }) =>
  vm.highAvailability.enabled || vm.hostId !== undefined ? undefined : 'the cluster is in maintenance'

const pinToHost: Filter = ({ vm }, { id }) => {
  if (vm.placement !== 'pinned') return undefined
  if (vm.pinnedHostIds.length === 0) return vm.hostId === undefined ? undefined : 'the VM is pinned to no host'
  return vm.pinnedHostIds.includes(id) ? undefined : 'the VM is pinned to other hosts'
}

/** Always active, and not listed by the engine. */
export const mandatoryFilters: readonly Readonly<{ name: string; reject: Filter }>[] = [
  { name: 'PinToHost', reject: pinToHost },
]

/** The filters that are modelled, by unit id; the others let every host pass. */
export const policyFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  [filterIds.memory, memory],
  [filterIds.cpu, cpu],
  [filterIds.vmAffinity, vmAffinity],
  [filterIds.vmToHostsAffinity, vmToHostsAffinity],
  [filterIds.clusterInMaintenance, clusterInMaintenance],
])
