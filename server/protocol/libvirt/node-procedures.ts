import { changes, nothing, type Procedure, reads } from './procedure.ts'
import { decodeParameters, encodeParameters, type Parameters, type TypedParameter } from './typed-parameters.ts'
import type { XdrReader } from './xdr-reader.ts'

export const hostname = reads('CONNECT_GET_HOSTNAME', nothing, reader => reader.text())

/** XML: CPUs by NUMA node and socket, memory of each node. */
export const capabilities = reads('CONNECT_GET_CAPABILITIES', nothing, reader => reader.text())

/** `memoryKiB` is the sum over NUMA nodes, which lacks memory that was added while the host ran: prefer `nodeMemory`. */
export type NodeInfo = Readonly<{ model: string; memoryKiB: number; cpus: number }>

export const nodeInfo: Procedure<void, NodeInfo> = reads('NODE_GET_INFO', nothing, reader => {
  // char[32]: XDR gives each of them four bytes.
  const characters = Array.from({ length: 32 }, () => reader.i32() & 0xff)
  const memoryKiB = reader.u64()
  const cpus = reader.i32()
  for (const _ of ['MHz', 'nodes', 'sockets', 'cores', 'threads']) reader.i32()
  const [model = ''] = String.fromCharCode(...characters).split('\0')
  return { model, memoryKiB, cpus }
})

/**
 * `count`: how many figures the host has, exactly. With 0 it answers that number and no figure.
 * `which`: a CPU or a NUMA node; -1 is all of them together.
 */
export type NodeStatsQuestion = Readonly<{ which: number; count: number }>
export type NodeStats = Readonly<{ figures: ReadonlyMap<string, number>; count: number }>

/** KiB: total, free, buffers, cached. */
export const nodeMemory = reads<NodeStatsQuestion, NodeStats>(
  'NODE_GET_MEMORY_STATS',
  (writer, { which, count }) => {
    writer.i32(count)
    writer.i32(which)
    writer.u32(0)
  },
  decodeNodeStats,
)

/** Nanoseconds since the host booted: kernel, user, idle, iowait. */
export const nodeCpu = reads<NodeStatsQuestion, NodeStats>(
  'NODE_GET_CPU_STATS',
  (writer, { which, count }) => {
    writer.i32(which)
    writer.i32(count)
    writer.u32(0)
  },
  decodeNodeStats,
)

/** Bytes, of so many NUMA nodes from `start` on. */
export const cellsFreeMemory = reads<Readonly<{ start: number; count: number }>, number[]>(
  'NODE_GET_CELLS_FREE_MEMORY',
  (writer, { start, count }) => {
    writer.i32(start)
    writer.i32(count)
  },
  reader => reader.array(8, () => reader.u64(), 1024),
)

/** `online`: a CPU map. `total`: CPUs that the host knows, online or not. */
export const cpuMap: Procedure<void, Readonly<{ online: Uint8Array; total: number }>> = reads(
  'NODE_GET_CPU_MAP',
  writer => {
    writer.i32(1)
    writer.i32(1)
    writer.u32(0)
  },
  reader => {
    const online = reader.bytes()
    reader.u32()
    return { online, total: reader.i32() }
  },
)

const MOST_MEMORY_PARAMETERS = 64

/** KSM: `shm_pages_to_scan` and its like. */
export const memoryParameters: Procedure<void, Parameters> = reads(
  'NODE_GET_MEMORY_PARAMETERS',
  writer => {
    writer.i32(MOST_MEMORY_PARAMETERS)
    writer.u32(0)
  },
  decodeParameters,
)

export const setMemoryParameters = changes<readonly TypedParameter[]>('NODE_SET_MEMORY_PARAMETERS', (writer, given) => {
  encodeParameters(writer, given)
  writer.u32(0)
})

function decodeNodeStats(reader: XdrReader): NodeStats {
  const figures = new Map<string, number>()
  const many = reader.count(12, 1024)
  for (let index = 0; index < many; index++) figures.set(reader.text(), reader.u64())
  return { figures, count: reader.i32() }
}
