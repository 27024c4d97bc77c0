import { parseCpuList } from '../../../shared/measure/parse-cpu-list.ts'
import { present } from '../../../shared/measure/present.ts'
import type { NumaNode, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { count, entries, list, mibAsKib, record, text, type Wire } from './wire.ts'

const MAX_CPUS = 8192
const MAX_NODES = 1024

/** Of Host.getCapabilities, what a host is made of. Without `cpus` it did not say which CPUs are online. */
export type Capabilities = Readonly<{
  version: string | undefined
  memoryKiB: number | undefined
  cpus: readonly PhysicalCpu[]
  nodes: readonly NumaNode[]
}>

/** Throws ProtocolError for lists without an end. */
export function parseCapabilities(result: unknown): Capabilities {
  const told = record(result)
  const nodes = entries(told.numaNodes, MAX_NODES).flatMap(([id, node]) => nodeOf(id, record(node)))
  const online = parseCpuList(text(told.onlineCpus, 65_536) ?? '')
  const topology = list(told.cpuTopology, MAX_CPUS).flatMap(cpuOf)
  // Before 4.4.8 there was no topology; a node still knows its CPUs.
  const known = topology.length > 0 ? topology : (online ?? []).map(id => present({ id, nodeId: nodeWith(id, nodes) }))
  const cpus = online === undefined ? known : known.filter(({ id }) => online.includes(id))
  return {
    version: text(told.software_version, 100),
    memoryKiB: mibAsKib(told.memSize) || undefined,
    cpus: [...new Map(cpus.map(cpu => [cpu.id, cpu])).values()].sort((a, b) => a.id - b.id),
    nodes: withDistances(nodes, record(told.numaNodeDistance)),
  }
}

function cpuOf(entry: unknown): PhysicalCpu[] {
  const { cpu_id, numa_cell_id, socket_id, die_id, core_id } = record(entry)
  const id = count(cpu_id)
  if (id === undefined) return []
  // -1 stands for "not known" there.
  return [
    present({
      id,
      nodeId: count(numa_cell_id),
      socketId: count(socket_id),
      dieId: count(die_id),
      coreId: count(core_id),
    }),
  ]
}

function nodeOf(key: string, node: Wire): NumaNode[] {
  const id = count(key)
  if (id === undefined) return []
  const cpuIds = list(node.cpus, MAX_CPUS).flatMap(cpu => count(cpu) ?? [])
  return [present({ id, cpuIds, totalKiB: mibAsKib(node.totalMemory) })]
}

const nodeWith = (cpuId: number, nodes: readonly NumaNode[]): number | undefined =>
  nodes.find(({ cpuIds }) => cpuIds.includes(cpuId))?.id

/** A node lists its distances in the order of the nodes’ ids. */
function withDistances(nodes: readonly NumaNode[], distances: Wire): NumaNode[] {
  const sorted = [...nodes].sort((a, b) => a.id - b.id)
  return sorted.map(node => {
    const told = list(distances[String(node.id)], MAX_NODES).map(count)
    if (told.length !== sorted.length || told.includes(undefined)) return node
    const named = sorted.flatMap(({ id }, index) => [[String(id), told[index] ?? 0] as const])
    return { ...node, distances: Object.fromEntries(named) }
  })
}
