import type { HostReading, NumaNode, PhysicalCpu } from '../../../shared/model/host-reading.ts'

/** CPUs that sit together: of one NUMA node and one socket, as far as the host tells either. */
export type CpuGroup = Readonly<{
  key: string
  nodeId?: number
  socketId?: number
  /** Its memory, on the first of a node's groups only. */
  node?: NumaNode
  cpus: readonly PhysicalCpu[]
}>

/** Every CPU once, by node, then by socket, then by number. */
export function cpuGroups({ cpus, numaNodes }: Pick<HostReading, 'cpus' | 'numaNodes'>): readonly CpuGroup[] {
  const nodeOf = new Map(numaNodes.flatMap(({ id, cpuIds }) => cpuIds.map(cpuId => [cpuId, id] as const)))
  const nodeIdOf = ({ id, nodeId }: PhysicalCpu) => nodeId ?? nodeOf.get(id)
  const sorted = cpus.toSorted(
    (a, b) => last(nodeIdOf(a)) - last(nodeIdOf(b)) || last(a.socketId) - last(b.socketId) || a.id - b.id,
  )
  const groups = [...Map.groupBy(sorted, cpu => `${nodeIdOf(cpu)} ${cpu.socketId}`)]
  const described = new Set<number>()
  return groups.map(([key, members]) => {
    const nodeId = members[0] && nodeIdOf(members[0])
    const socketId = members[0]?.socketId
    const node = nodeId === undefined || described.has(nodeId) ? undefined : numaNodes.find(({ id }) => id === nodeId)
    if (node !== undefined) described.add(node.id)
    return {
      key,
      ...(nodeId !== undefined && { nodeId }),
      ...(socketId !== undefined && { socketId }),
      ...(node && { node }),
      cpus: members,
    }
  })
}

/** What is not told stands behind what is. A safe integer, so that two of them are equal. */
const last = (id: number | undefined): number => id ?? Number.MAX_SAFE_INTEGER

/** How much of a CPU is in use. undefined: not told yet. */
export const busyPercent = ({ use }: Pick<PhysicalCpu, 'use'>): number | undefined =>
  use && Math.min(100, Math.max(0, 100 - use.idlePercent))
