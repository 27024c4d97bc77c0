import { present } from '../../../shared/measure/present.ts'
import type { CpuUse, HostReading, KsmReading, NumaNode, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { Capabilities } from './parse-capabilities.ts'
import { amount, count, entries, flag, mibAsKib, percent, record, unlessEmpty, type Wire } from './wire.ts'

const MAX_CPUS = 8192
const MAX_NODES = 1024

/**
 * Host.getStats, and what the host is made of where that is known. vdsm samples every 15 s and counts waiting for I/O and
 * steal as idle. Throws ProtocolError when it does not even tell its memory.
 */
export function parseHostStats(result: unknown, made: Capabilities | undefined, takenAtMs: number): HostReading {
  const told = record(result)
  const perCpu = new Map(entries(told.cpuStatistics, MAX_CPUS).flatMap(([id, use]) => toldOf(id, record(use))))
  // memFree of vdsm is free, buffers, caches and reclaimable slab together.
  const availableKiB = mibAsKib(told.memFree)
  const totalKiB = made?.memoryKiB ?? totalOf(availableKiB, percent(told.memUsed))
  if (totalKiB === undefined) throw new ProtocolError('bad-message', 'Host.getStats tells nothing of memory')
  const swap = { totalKiB: mibAsKib(told.swapTotal), freeKiB: mibAsKib(told.swapFree) }
  return present({
    takenAtMs,
    memory: present({ totalKiB, availableKiB }),
    swap: swap.totalKiB === undefined || swap.freeKiB === undefined ? undefined : present(swap),
    // Until it has two samples vdsm says that it is idle, and nothing of single CPUs.
    use: perCpu.size === 0 ? undefined : cpuShares(told),
    load5m: amount(told.cpuLoad),
    cpus: cpusOf(perCpu, made),
    numaNodes: nodesOf(perCpu, made, told),
    ksm: ksmOf(told),
    momActive: isMomActive(told),
  }) as HostReading
}

/** vdsm tells the used part in whole percent: good for a gauge, and all there is without capabilities. */
function totalOf(availableKiB: number | undefined, usedPercent: number | undefined): number | undefined {
  if (availableKiB === undefined || usedPercent === undefined || usedPercent >= 100) return undefined
  return Math.round(availableKiB / (1 - usedPercent / 100))
}

type CpuTold = Readonly<{ nodeId: number | undefined; use: CpuUse | undefined }>

function toldOf(key: string, told: Wire): (readonly [number, CpuTold])[] {
  const id = count(key)
  return id === undefined ? [] : [[id, { nodeId: count(told.nodeIndex), use: cpuShares(told) }]]
}

function cpuShares(told: Wire): CpuUse | undefined {
  const [userPercent, systemPercent] = [percent(told.cpuUser), percent(told.cpuSys)]
  const idlePercent = percent(told.cpuIdle)
  if (userPercent === undefined || systemPercent === undefined || idlePercent === undefined) return undefined
  return { userPercent, systemPercent, idlePercent }
}

function cpusOf(perCpu: ReadonlyMap<number, CpuTold>, made: Capabilities | undefined): PhysicalCpu[] {
  if (made !== undefined && made.cpus.length > 0) {
    return made.cpus.map(cpu => present({ ...cpu, use: perCpu.get(cpu.id)?.use }) as PhysicalCpu)
  }
  const ids = [...perCpu.keys()].sort((a, b) => a - b)
  return ids.map(id => present({ id, ...perCpu.get(id) }) as PhysicalCpu)
}

function nodesOf(perCpu: ReadonlyMap<number, CpuTold>, made: Capabilities | undefined, told: Wire): NumaNode[] {
  const free = new Map(entries(told.numaNodeMemFree, MAX_NODES).map(([id, node]) => [id, record(node).memFree]))
  const known = made !== undefined && made.nodes.length > 0 ? made.nodes : nodesByCpus(perCpu)
  return known.map(node => present({ ...node, freeKiB: mibAsKib(free.get(String(node.id))) }) as NumaNode)
}

function nodesByCpus(perCpu: ReadonlyMap<number, CpuTold>): NumaNode[] {
  const byNode = new Map<number, number[]>()
  for (const [cpuId, { nodeId }] of perCpu) {
    if (nodeId !== undefined) byNode.set(nodeId, [...(byNode.get(nodeId) ?? []), cpuId])
  }
  return [...byNode].map(([id, cpuIds]) => ({ id, cpuIds: cpuIds.sort((a, b) => a - b) })).sort((a, b) => a.id - b.id)
}

/** MOM keeps these figures: none when it does not run. memShared is MiB, although the schema says bytes. */
const ksmOf = (told: Wire): KsmReading | undefined =>
  unlessEmpty(
    present({
      running: flag(told.ksmState),
      pagesToScan: count(told.ksmPages),
      mergeAcrossNodes: flag(told.ksmMergeAcrossNodes),
      sharedKiB: mibAsKib(told.memShared),
      cpuPercent: amount(told.ksmCpu),
    }),
  )

/** Whether MOM answered vdsm just now. Undefined: vdsm does not tell. */
export function isMomActive(result: unknown): boolean | undefined {
  const { momStatus } = record(result)
  return typeof momStatus === 'string' ? momStatus === 'active' : undefined
}
