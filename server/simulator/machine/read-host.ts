import { clamp } from '../../../shared/measure/statistics.ts'
import type { CpuUse, HostReading, KsmReading, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { cpusOf, type Model } from '../world/model.ts'
import type { SimHost } from '../world/state.ts'
import { machineOf } from './catch-up.ts'
import { maxKiBOf } from './guest-state.ts'
import { guestsOf } from './guests-of.ts'
import type { Machine } from './machine.ts'
import { machineMemory, memoryReading, numaReading } from './machine-memory.ts'
import { type Ksm, ksmCpuPercent } from './merge-pages.ts'
import { USE_WINDOW_MS } from './refresh-machine.ts'

/** What the host itself would say now. `takenAtMs` is simulated time, and so are all counters and rates. */
export function readHost(model: Model, host: SimHost): HostReading {
  const machine = machineOf(model, host.id)
  const uses = cpuUses(machine, cpusOf(host), model.nowMs)
  const memory = memoryReading(host, machineMemory(model, host, machine), machine.swap)
  return {
    takenAtMs: model.nowMs,
    hostname: host.address,
    ...memory,
    use: meanOf(uses),
    load5m: host.measured.load5m,
    cpus: uses.map((use, id) => ({ ...placeOfCpu(host, id), use })),
    numaNodes: numaReading(model, host, memory.memory.freeKiB ?? 0),
    ksm: { ...ksmReading(machine.ksm, guestPages(model, host)), shareableKiB: shareableKiB(model, host) },
    ...(model.hostTraits.get(host.id)?.hasMom && { momActive: true }),
  }
}

function placeOfCpu({ cpu, numa }: SimHost, id: number): PhysicalCpu {
  const core = Math.floor(id / cpu.threads)
  const node = numa.find(({ cpus }) => cpus.includes(id))
  return {
    id,
    socketId: Math.floor(core / cpu.cores),
    coreId: core % cpu.cores,
    ...(node && { nodeId: node.index }),
  }
}

/** By CPU, over the last seconds. */
function cpuUses({ slices }: Machine, count: number, nowMs: number): CpuUse[] {
  const beginMs = Math.min(nowMs, Math.max(slices[0]?.fromMs ?? nowMs, nowMs - USE_WINDOW_MS))
  const weights = slices.map(({ fromMs }, index) => {
    const untilMs = slices[index + 1]?.fromMs ?? nowMs
    return Math.max(0, Math.min(nowMs, untilMs) - Math.max(fromMs, beginMs))
  })
  const sum = weights.reduce((total, weight) => total + weight, 0)
  // Nothing has passed yet: what goes on now.
  if (sum === 0) weights[weights.length - 1] = 1
  const percentOf = (of: 'guests' | 'own', cpu: number) =>
    slices.reduce((total, slice, index) => total + (slice[of][cpu] ?? 0) * (weights[index] ?? 0), 0) *
    (100 / (sum || 1))
  return Array.from({ length: count }, (_, cpu) => cpuUse(percentOf('guests', cpu), percentOf('own', cpu)))
}

function cpuUse(user: number, system: number): CpuUse {
  const userPercent = clamp(user, 0, 100)
  const systemPercent = clamp(system, 0, 100 - userPercent)
  return { userPercent, systemPercent, idlePercent: clamp(100 - userPercent - systemPercent, 0, 100) }
}

function meanOf(uses: readonly CpuUse[]): CpuUse {
  const mean = (of: 'userPercent' | 'systemPercent') =>
    uses.reduce((sum, use) => sum + use[of], 0) / Math.max(1, uses.length)
  return cpuUse(mean('userPercent'), mean('systemPercent'))
}

/** Of many equal pages one is kept: so many stand behind one. */
const PAGES_PER_SHARED = 3

function ksmReading(ksm: Ksm, pages: number): KsmReading {
  const sharing = Math.floor(ksm.sharingPages)
  const shared = Math.ceil(sharing / PAGES_PER_SHARED)
  const scanned = Math.min(pages, Math.floor(ksm.scannedPages))
  return {
    running: ksm.run === 'merge',
    pagesToScan: ksm.pagesToScan,
    sleepMs: ksm.sleepMs,
    mergeAcrossNodes: ksm.mergeAcrossNodes,
    pagesShared: shared,
    pagesSharing: sharing,
    pagesUnshared: Math.max(0, scanned - sharing - shared),
    pagesVolatile: Math.floor(Math.max(0, pages - scanned) / 10),
    fullScans: pages === 0 ? 0 : Math.floor(ksm.scannedPages / pages),
    cpuPercent: ksmCpuPercent(ksm),
  }
}

const guestPages = (model: Model, host: SimHost): number =>
  Math.floor(guestsOf(model, host.id).reduce((sum, { state }) => sum + state.memory.residentKiB, 0) / 4)

/** What QEMU maps beside the guest's memory, in KiB. */
const QEMU_KIB = 600_000

const shareableKiB = (model: Model, host: SimHost): number =>
  guestsOf(model, host.id).reduce((sum, { vm }) => sum + maxKiBOf(vm) + QEMU_KIB, 0)
