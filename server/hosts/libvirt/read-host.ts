import { present } from '../../../shared/measure/present.ts'
import type { HostReading, KsmReading, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { decodeCpuMap } from '../../protocol/libvirt/cpu-map.ts'
import {
  capabilities,
  cellsFreeMemory,
  cpuMap,
  hostname,
  memoryParameters,
  nodeCpu,
  nodeInfo,
  nodeMemory,
} from '../../protocol/libvirt/node-procedures.ts'
import type { Parameters } from '../../protocol/libvirt/typed-parameters.ts'
import { type Ask, askIfTold } from './ask.ts'
import { type HostTopology, parseTopology } from './capabilities-xml.ts'
import { type CpuTimes, cpuUse } from './cpu-use.ts'
import { whole } from './figures.ts'

const ALL = -1
const BYTES_PER_KIB = 1024

export type HostReader = Readonly<{
  read(signal: AbortSignal): Promise<HostReading>
  /** CPUs that are online, and how many there are in all. */
  cpus(signal: AbortSignal): Promise<OnlineCpus>
}>

export type OnlineCpus = Readonly<{ ids: readonly number[]; total: number }>

/** Reads one host, time after time: what CPUs did is known from the second time on. */
export function createHostReader(ask: Ask, now: () => number): HostReader {
  const tell = askIfTold(ask)
  let topology: HostTopology | undefined
  let counts: Readonly<{ cpu: number; memory: number }> | undefined
  let before: ReadonlyMap<number, CpuTimes> = new Map()

  async function built(signal: AbortSignal): Promise<HostTopology> {
    if (topology === undefined) {
      const document = await tell(capabilities, undefined, signal)
      topology = document === undefined ? { cpus: [], numaNodes: [] } : parseTopology(document)
    }
    return topology
  }

  async function cpus(signal: AbortSignal): Promise<OnlineCpus> {
    const map = await tell(cpuMap, undefined, signal)
    if (map !== undefined) return { ids: decodeCpuMap(map.online), total: map.total }
    const known = (await built(signal)).cpus.map(({ id }) => id)
    const { cpus: total } = await ask(nodeInfo, undefined, signal)
    const ids = known.length > 0 ? known : Array.from({ length: Math.min(total, 4096) }, (_, id) => id)
    return { ids, total: Math.max(total, ...ids.map(id => id + 1)) }
  }

  /** libvirt answers figures only to whom knows how many there are, and is asked that once. */
  async function countFigures(signal: AbortSignal): Promise<NonNullable<typeof counts>> {
    counts ??= {
      cpu: (await tell(nodeCpu, { which: ALL, count: 0 }, signal))?.count ?? 0,
      memory: (await tell(nodeMemory, { which: ALL, count: 0 }, signal))?.count ?? 0,
    }
    return counts
  }

  async function cpuTimes(ids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, CpuTimes>> {
    const { cpu: count } = await countFigures(signal)
    if (count <= 0) return new Map()
    const times = async (which: number) => [which, (await tell(nodeCpu, { which, count }, signal))?.figures] as const
    const told = await Promise.all([ALL, ...ids].map(times))
    return new Map(told.flatMap(([id, figures]) => (figures === undefined ? [] : [[id, figures] as const])))
  }

  async function memory(signal: AbortSignal): Promise<HostReading['memory']> {
    const { memory: count } = await countFigures(signal)
    const figures = count > 0 ? (await tell(nodeMemory, { which: ALL, count }, signal))?.figures : undefined
    const totalKiB = figures && whole(figures, 'total')
    if (figures === undefined || totalKiB === undefined) {
      return { totalKiB: (await ask(nodeInfo, undefined, signal)).memoryKiB }
    }
    const [freeKiB, buffersKiB, cachedKiB] = [
      whole(figures, 'free'),
      whole(figures, 'buffers'),
      whole(figures, 'cached'),
    ]
    const availableKiB = freeKiB === undefined ? undefined : freeKiB + (buffersKiB ?? 0) + (cachedKiB ?? 0)
    return { totalKiB, ...present({ freeKiB, buffersKiB, cachedKiB, availableKiB }) }
  }

  async function read(signal: AbortSignal): Promise<HostReading> {
    const [{ cpus: known, numaNodes, pageKiB }, online, name, memoryNow, ksm] = await Promise.all([
      built(signal),
      cpus(signal),
      tell(hostname, undefined, signal),
      memory(signal),
      tell(memoryParameters, undefined, signal),
    ])
    const times = await cpuTimes(online.ids, signal)
    const takenAtMs = now()
    const busy = (id: number) => {
      const [earlier, later] = [before.get(id), times.get(id)]
      return earlier && later && cpuUse(earlier, later)
    }
    const use = busy(ALL)
    const cpuById = new Map(known.map(cpu => [cpu.id, cpu]))
    const readings = online.ids.map((id): PhysicalCpu => {
      const cpuNow = busy(id)
      return { id, ...cpuById.get(id), ...(cpuNow && { use: cpuNow }) }
    })
    before = times
    const free = await freeByNode(numaNodes, signal)
    const reading = {
      takenAtMs,
      ...(name !== undefined && { hostname: name }),
      memory: memoryNow,
      ...present({ pageKiB }),
      ...(use && { use }),
      cpus: readings,
      numaNodes: numaNodes.map(node => ({ ...node, ...present({ freeKiB: free.get(node.id) }) })),
    }
    const ksmNow = ksm && toKsm(ksm)
    return ksmNow === undefined ? reading : { ...reading, ksm: ksmNow }
  }

  async function freeByNode(
    nodes: HostTopology['numaNodes'],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, number>> {
    if (nodes.length === 0) return new Map()
    const start = Math.min(...nodes.map(({ id }) => id))
    const count = Math.min(1024, Math.max(...nodes.map(({ id }) => id)) - start + 1)
    const free = (await tell(cellsFreeMemory, { start, count }, signal)) ?? []
    return new Map(free.map((bytes, index) => [start + index, Math.floor(bytes / BYTES_PER_KIB)]))
  }

  return { read, cpus }
}

/** libvirt does not tell whether KSM runs. */
function toKsm(parameters: Parameters): KsmReading | undefined {
  const merge = whole(parameters, 'shm_merge_across_nodes')
  const ksm = present({
    pagesToScan: whole(parameters, 'shm_pages_to_scan'),
    sleepMs: whole(parameters, 'shm_sleep_millisecs'),
    mergeAcrossNodes: merge === undefined ? undefined : merge !== 0,
    pagesShared: whole(parameters, 'shm_pages_shared'),
    pagesSharing: whole(parameters, 'shm_pages_sharing'),
    pagesUnshared: whole(parameters, 'shm_pages_unshared'),
    pagesVolatile: whole(parameters, 'shm_pages_volatile'),
    fullScans: whole(parameters, 'shm_full_scans'),
  })
  return Object.keys(ksm).length === 0 ? undefined : ksm
}
