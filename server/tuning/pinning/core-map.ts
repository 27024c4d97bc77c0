import type { HostReading, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import type { Core } from './cpu-view.ts'

/** Of a CPU, what each further thread of a core adds: the middle of 0.2 to 0.3, which is assumed and depends on the load. */
export const USUAL_THREAD_CAPACITY = 0.25

export type CoreMap = Readonly<{
  /** Nothing on them yet: `fixedPercent` is 0. In order of their first CPU. */
  cores: readonly Core[]
  /** By CPU id, an index into `cores`; absent for a CPU that is reserved or offline. */
  coreOf: ReadonlyMap<number, number>
  /** By CPU id, reserved ones too. */
  nodeOf: ReadonlyMap<number, number>
  /** Of the nodes of CPUs that are online. */
  nodeIds: ReadonlySet<number>
}>

/** The cores that are there for vCPUs: CPUs that the host has isolated are reserved too. A CPU whose core is not told is a core of its own. */
export function mapCores(
  { cpus, numaNodes, isolatedCpuIds = [] }: HostReading,
  reservedCpuIds: ReadonlySet<number>,
  threadCapacity = USUAL_THREAD_CAPACITY,
): CoreMap {
  const nodeOfCpu = new Map(numaNodes.flatMap(({ id, cpuIds }) => cpuIds.map(cpuId => [cpuId, id] as const)))
  const nodeOf = new Map<number, number>()
  for (const { id, nodeId = nodeOfCpu.get(id) } of cpus) if (nodeId !== undefined) nodeOf.set(id, nodeId)
  const kept = reservedCpuIds.union(new Set(isolatedCpuIds))
  const usable = cpus.filter(({ id }) => !kept.has(id)).toSorted((a, b) => a.id - b.id)
  const groups = [...Map.groupBy(usable, coreKey).values()]
  const cores = groups.map(threads => core(threads, nodeOf, threadCapacity))
  const coreOf = new Map(cores.flatMap(({ cpuIds }, index) => cpuIds.map(id => [id, index] as const)))
  return { cores, coreOf, nodeOf, nodeIds: new Set(nodeOf.values()) }
}

/** The id of a core is unique only within its socket, and on some machines within its die. */
const coreKey = ({ id, socketId, dieId, coreId }: PhysicalCpu): string =>
  coreId === undefined ? `cpu ${id}` : `${socketId ?? ''} ${dieId ?? ''} ${coreId}`

function core(threads: readonly PhysicalCpu[], nodeOf: ReadonlyMap<number, number>, threadCapacity: number): Core {
  const cpuIds = threads.map(({ id }) => id)
  const nodeId = cpuIds.map(id => nodeOf.get(id)).find(node => node !== undefined)
  const capacity = 1 + (cpuIds.length - 1) * threadCapacity
  return { cpuIds, capacity, fixedPercent: 0, ...(nodeId !== undefined && { nodeId }) }
}
