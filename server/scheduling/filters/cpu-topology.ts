import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { dropped, eachVm, type FilterUnit, type HostVerdict, kept, keptBecause, unknown } from '../unit.ts'

type Counts = Readonly<{ sockets: number; cores: number; threads: number }>

/** Keeps hosts whose sockets, cores and threads can carry the layout that a pinning policy makes. Source: rules §6.2. */
export const cpuTopologyFilter: FilterUnit = {
  kind: 'filter',
  id: '35c2f1a5-8928-48e9-81ac-4c49eb49d60e',
  name: 'CPUTopology',
  properties: [],
  filter: eachVm((vm, host) => {
    const { sockets = 0, cores = 0, threads = 0 } = host
    // The engine drops such a host for any VM.
    if (sockets <= 0 || cores <= 0 || threads <= 0) {
      return dropped(reason('cpu-counts-not-known', 'Its sockets, cores and threads are not known.'))
    }
    if (vm.pinning === 'resize_and_pin_numa') return resized(host, { sockets, cores, threads })
    return vm.pinning === 'dedicated' ? dedicated(vm, { sockets, cores, threads }) : kept
  }),
}

/** The VM gets one core less than each socket has, and a node for each socket. */
function resized({ numaNodes }: HostFacts, { sockets, cores }: Counts): HostVerdict {
  const coresPerSocket = Math.trunc(cores / sockets)
  if (coresPerSocket <= 1) {
    const text = `It has ${coresPerSocket} core per socket; a VM that is resized to it needs at least 2.`
    return dropped(reason('too-few-cores-per-socket', text, { coresPerSocket }))
  }
  if (numaNodes === undefined) return unknown('host.numaNodes')
  const values = { coresPerSocket, sockets, numaNodes: numaNodes.length }
  const text = `It has ${sockets} sockets of ${coresPerSocket} cores and ${numaNodes.length} NUMA nodes`
  return sockets === numaNodes.length
    ? keptBecause(reason('resize-fits', `${text}, a node for each socket.`, values))
    : dropped(
        reason('sockets-are-not-nodes', `${text}; a VM that is resized to it needs a node for each socket.`, values),
      )
}

function dedicated({ threadsPerCore }: VmFacts, { cores, threads }: Counts): HostVerdict {
  const hostThreads = Math.trunc(threads / cores)
  const text = `Its cores have ${hostThreads} threads, those of the VM ${threadsPerCore}.`
  const values = { hostThreads, vmThreads: threadsPerCore }
  return hostThreads >= threadsPerCore
    ? keptBecause(reason('threads-per-core-fit', text, values))
    : dropped(reason('threads-per-core-too-few', text, values))
}
