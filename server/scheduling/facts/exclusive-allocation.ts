/** Physical CPUs for VMs that have them to themselves (DEDICATED, ISOLATE_THREADS). Source: rules §6.4. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { CpuThread, HostFacts, NumaNode } from './host-facts.ts'
import { pendingOn, type Situation, vmsOn } from './situation.ts'
import { isExclusive, type VmFacts, vcpusOf } from './vm-facts.ts'

export type Allocation = Readonly<{
  /** In the order in which they are taken. */
  cpuIds: readonly number[]
  /** How many physical sockets and cores those CPUs lie in. */
  sockets: number
  cores: number
  /** The host's CPUs as they would be pinned then. */
  topology: readonly CpuThread[]
}>

/** Some VM has this CPU to itself. */
export const isTaken = ({ pinnings }: CpuThread): boolean => pinnings.some(({ policy }) => isExclusive(policy))

/** Nobody is pinned here, not even beside others. */
const isFree = ({ pinnings }: CpuThread): boolean => pinnings.every(({ policy }) => policy === 'none')

/** The number of a core is its own only within a socket. */
const coreOf = ({ socket, core }: CpuThread): string => `${socket}/${core}`

/** CPUs of each core, cores in the order of the topology. */
export const byCore = (cpus: readonly CpuThread[]): readonly (readonly CpuThread[])[] => [
  ...Map.groupBy(cpus, coreOf).values(),
]

/** The topology with the VM pinned to those CPUs. */
export function pinned(
  topology: readonly CpuThread[],
  { id: vmId, pinning: policy }: VmFacts,
  cpuIds: ReadonlySet<number>,
): readonly CpuThread[] {
  return topology.map(cpu => (cpuIds.has(cpu.id) ? { ...cpu, pinnings: [...cpu.pinnings, { vmId, policy }] } : cpu))
}

/**
 * CPUs for all of the VMs together, one VM after the other; undefined: they do not all fit. VMs of other policies take
 * none. NUMA nodes matter only to VMs with virtual ones; a node whose free memory is not known counts as full.
 */
export function allocateExclusively(
  topology: readonly CpuThread[],
  vms: readonly VmFacts[],
  numaNodes: readonly NumaNode[] = [],
): Allocation | undefined {
  const taken: CpuThread[] = []
  let after = topology
  for (const vm of vms.filter(({ pinning }) => isExclusive(pinning))) {
    const cpus = cpusFor(vm, after, numaNodes)
    if (cpus === undefined) return undefined
    taken.push(...cpus)
    after = pinned(after, vm, new Set(cpus.map(({ id }) => id)))
  }
  return {
    cpuIds: taken.map(({ id }) => id),
    sockets: new Set(taken.map(({ socket }) => socket)).size,
    cores: byCore(taken).length,
    topology: after,
  }
}

/**
 * The host's CPUs with exclusive VMs on their way already pinned, each where the rules would put it. Undefined: one of
 * them does not fit, so there is no room for another either. One that the host already reports is not pinned twice.
 */
export function withPendingPinned(host: HostFacts, situation: Situation): readonly CpuThread[] | undefined {
  const topology = host.topology ?? []
  // Nothing to preview: the host does not report its CPUs.
  if (topology.length === 0) return topology
  const reported = new Set(topology.flatMap(({ pinnings }) => pinnings.map(({ vmId }) => vmId)))
  const pending = pendingOn(situation, host.id).filter(({ id }) => !reported.has(id))
  return allocateExclusively(topology, pending, host.numaNodes)?.topology
}

/** The fact that is missing before the VMs can be given CPUs of this host; undefined: none, or they need none. */
export function missingForExclusive(
  host: HostFacts,
  situation: Situation,
  group: readonly VmFacts[],
): string | undefined {
  const arriving = [...group, ...pendingOn(situation, host.id)].filter(({ pinning }) => isExclusive(pinning))
  const somebody = arriving.length > 0 || vmsOn(situation, host.id).some(({ pinning }) => isExclusive(pinning))
  if (host.topology === undefined) return somebody ? 'host.topology' : undefined
  if (host.topology.length === 0 || host.numaNodes?.length === 0) return undefined
  if (arriving.some(({ numaNodes }) => numaNodes === undefined)) return 'vm.numaNodes'
  if (arriving.every(({ numaNodes = [] }) => numaNodes.length === 0)) return undefined
  if (host.numaNodes === undefined) return 'host.numaNodes'
  return host.numaNodes.some(({ freeMiB }) => freeMiB === undefined) ? 'host.numaNodes.freeMiB' : undefined
}

/** Why the group cannot be given CPUs here. */
export function exclusiveMisfit(host: HostFacts, situation: Situation, group: readonly VmFacts[]): Reason {
  const topology = host.topology ?? []
  if (topology.length === 0) {
    return reason('cpus-not-reported', 'It does not report its CPUs one by one, so none can be set aside.')
  }
  const arriving = [...group, ...pendingOn(situation, host.id)].filter(({ pinning }) => isExclusive(pinning))
  const vcpus = arriving.reduce((sum, vm) => sum + vcpusOf(vm), 0)
  const free = topology.filter(isFree).length
  const text = `Its ${free} free CPUs cannot be laid out for ${vcpus} vCPUs that want CPUs to themselves, VMs on their way counted.`
  return reason('exclusive-cpus-do-not-fit', text, { free, vcpus })
}

function cpusFor(vm: VmFacts, topology: readonly CpuThread[], numaNodes: readonly NumaNode[]): CpuThread[] | undefined {
  if (vcpusOf(vm) < 1) return undefined
  const sockets = [...Map.groupBy(topology, ({ socket }) => socket).values()]
    .map(cpus => ({ free: cpus.filter(isFree).length, slots: slotsIn(cpus, vm), room: roomIn(cpus, vm, numaNodes) }))
    .filter(({ room }) => room.nodes > 0)
  // A physical core for each vCPU, or for each virtual core room in one physical core.
  const slotsPerSocket = vm.coresPerSocket * (vm.pinning === 'isolate_threads' ? vm.threadsPerCore : 1)
  const taken: CpuThread[] = []
  let socketsLeft = vm.sockets
  // The engine's quirk: it looks as often as there are sockets, and one that stays the freest uses the looks up.
  for (let looks = sockets.length; looks > 0 && socketsLeft > 0; looks--) {
    const socket = sockets.reduce((best, one) => (one.free > best.free ? one : best))
    // Only whole virtual sockets: what is left over is given back.
    const whole = Math.min(socketsLeft, Math.floor(socket.slots.length / slotsPerSocket), socket.room.virtualSockets)
    const cpus = socket.slots.splice(0, whole * slotsPerSocket).flat()
    socket.free -= cpus.length
    taken.push(...cpus)
    socketsLeft -= whole
  }
  return socketsLeft > 0 ? undefined : taken
}

/** Sets of CPUs, each of which carries one virtual core (DEDICATED) or one vCPU (ISOLATE_THREADS). */
function slotsIn(cpus: readonly CpuThread[], { pinning, threadsPerCore }: VmFacts): (readonly CpuThread[])[] {
  if (pinning === 'isolate_threads') return byCore(cpus).filter(core => core.every(isFree))
  return byCore(cpus).flatMap(core => {
    const free = core.filter(isFree)
    const count = Math.floor(free.length / threadsPerCore)
    return Array.from({ length: count }, (_, at) => free.slice(at * threadsPerCore, (at + 1) * threadsPerCore))
  })
}

/** How many virtual nodes, and virtual sockets of them, the memory beside a socket has room for. All nodes count as equal. */
function roomIn(cpus: readonly CpuThread[], vm: VmFacts, numaNodes: readonly NumaNode[]) {
  const [first] = vm.numaNodes ?? []
  const wanted = vm.numaNodes?.length ?? 0
  if (first === undefined || first.memoryMiB <= 0 || numaNodes.length === 0) {
    return { nodes: Number.POSITIVE_INFINITY, virtualSockets: Number.POSITIVE_INFINITY }
  }
  const ids = new Set(cpus.map(({ id }) => id))
  const beside = numaNodes.filter(({ cpuIds }) => cpuIds.some(id => ids.has(id)))
  const freeMiB = beside.reduce((sum, node) => sum + (node.freeMiB ?? 0), 0)
  const nodes = Math.floor(freeMiB / first.memoryMiB)
  return { nodes, virtualSockets: Math.floor(nodes / Math.ceil(wanted / vm.sockets)) }
}
