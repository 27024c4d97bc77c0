import { join } from 'node:path'
import { parseCpuList } from '../../../shared/measure/parse-cpu-list.ts'
import { present } from '../../../shared/measure/present.ts'
import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { GuestReading, GuestState, HostReading, KsmReading } from '../../../shared/model/host-reading.ts'
import { figuresOf } from '../proc-figures.ts'
import { readKsm, writeKsm } from './ksm-files.ts'
import { createKsmdUse } from './ksmd-use.ts'
import { type Processes, processesOf } from './processes.ts'
import { createQemuProcesses, type QemuProcess } from './qemu-processes.ts'
import { readText } from './read-text.ts'

/** The machine that we run on, as its kernel tells. What it does not tell stays as the given reading has it. */
export type LocalHost = Readonly<{
  completeHost(reading: HostReading): Promise<HostReading>
  completeGuests(guests: readonly GuestReading[]): Promise<readonly GuestReading[]>
  /** See `writeKsm`. */
  setKsm(tune: KsmTune, signal: AbortSignal): Promise<void>
}>

/** Those whose VM has no QEMU. */
const withoutProcess: readonly GuestState[] = ['off', 'crashed', 'suspended']

/** `root`: where its `proc` and `sys` are, / unless a test has its own. */
export function createLocalHost(root = '/'): LocalHost {
  const proc = join(root, 'proc')
  const ksmFolder = join(root, 'sys/kernel/mm/ksm')
  const processes = processesOf(proc)
  const qemus = createQemuProcesses(processes)
  const ksmdUse = createKsmdUse(processes)

  async function ksmOf(before: KsmReading | undefined): Promise<KsmReading | undefined> {
    const ksm = await readKsm(ksmFolder)
    if (ksm === undefined) return before
    const cpuPercent = await ksmdUse(await uptimeS(proc))
    const shareableKiB = await virtualKiBOf(processes, qemus.last())
    return {
      ...before,
      ...ksm,
      ...(cpuPercent !== undefined && { cpuPercent }),
      ...(shareableKiB !== undefined && { shareableKiB }),
    }
  }

  async function complete(guest: GuestReading, { pid, stat }: QemuProcess): Promise<GuestReading> {
    const { residentKiB } = await processes.memory(pid)
    return {
      ...guest,
      pid,
      qemuMinorFaults: stat.minorFaults,
      qemuMajorFaults: stat.majorFaults,
      ...(residentKiB !== undefined && { residentKiB }),
    }
  }

  return {
    async completeHost(reading) {
      const memory = figuresOf(await readText(join(proc, 'meminfo')))
      const paging = figuresOf(await readText(join(proc, 'vmstat')))
      const isolatedCpuIds = parseCpuList((await readText(join(root, 'sys/devices/system/cpu/isolated'))) ?? '')
      const ksm = await ksmOf(reading.ksm)
      return { ...reading, ...memoryOf(reading, memory, paging), ...present({ isolatedCpuIds }), ...(ksm && { ksm }) }
    },
    async completeGuests(guests) {
      const active = guests.filter(({ state }) => !withoutProcess.includes(state)).map(({ id }) => id)
      const found = await qemus.of(active, await uptimeS(proc))
      const completed: GuestReading[] = []
      for (const guest of guests) {
        const process = found.get(guest.id)
        completed.push(process === undefined ? guest : await complete(guest, process))
      }
      return completed
    },
    setKsm: (tune, signal) => writeKsm(ksmFolder, tune, signal),
  }
}

/** Seconds since the host's start: nobody sets that clock. */
const uptimeS = async (proc: string): Promise<number> =>
  Number.parseFloat((await readText(join(proc, 'uptime'))) ?? '0')

type Figures = ReadonlyMap<string, number>

/** Memory in KiB, paging in pages since the host's start: proc_meminfo(5), /proc/vmstat of the kernel. */
function memoryOf(reading: HostReading, memory: Figures, paging: Figures): Pick<HostReading, 'memory' | 'swap'> {
  const totalKiB = memory.get('MemTotal')
  if (totalKiB === undefined) return reading
  const parts = {
    freeKiB: memory.get('MemFree'),
    availableKiB: memory.get('MemAvailable'),
    buffersKiB: memory.get('Buffers'),
    cachedKiB: memory.get('Cached'),
    anonymousKiB: memory.get('AnonPages'),
  }
  const swap = { totalKiB: memory.get('SwapTotal'), freeKiB: memory.get('SwapFree') }
  const pages = { inPages: paging.get('pswpin'), outPages: paging.get('pswpout') }
  const { totalKiB: swapKiB, freeKiB: swapFreeKiB } = swap
  return {
    memory: { ...reading.memory, totalKiB, ...toldOnly(parts) },
    ...(swapKiB !== undefined &&
      swapFreeKiB !== undefined && { swap: { totalKiB: swapKiB, freeKiB: swapFreeKiB, ...toldOnly(pages) } }),
  }
}

const toldOnly = (figures: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined))

/** Undefined until guests were listed once. Those that have ended since count nothing. */
async function virtualKiBOf(
  processes: Processes,
  qemus: readonly QemuProcess[] | undefined,
): Promise<number | undefined> {
  if (qemus === undefined) return undefined
  let sum = 0
  for (const { pid, stat } of qemus) {
    if ((await processes.stat(pid))?.startTicks !== stat.startTicks) continue
    sum += (await processes.memory(pid)).virtualKiB ?? 0
  }
  return sum
}
