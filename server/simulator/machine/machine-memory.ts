import type { HostReading, NumaNode } from '../../../shared/model/host-reading.ts'
import { emulatorBytes, hostMemoryUse, swapped } from '../world/host-memory.ts'
import type { Model } from '../world/model.ts'
import type { SimHost, SimVm } from '../world/state.ts'
import { guestState, homeNodeOf } from './guest-state.ts'
import { guestsOf } from './guests-of.ts'
import type { HostSwap } from './host-swap.ts'
import type { Machine } from './machine.ts'
import { PAGE_KIB } from './merge-pages.ts'

export type MachineMemory = Readonly<{
  /** By the system, guests and arriving migrations, less what was merged. May exceed the host: the rest is swapped. */
  usedBytes: number
  mergedBytes: number
  /** Of what guests hold, the share that is in memory and not in the host's swap. */
  residentShare: number
}>

export const residentBytesOf = (model: Model, vm: SimVm, hostId: string): number =>
  1_024 * guestState(model, vm, hostId).memory.residentKiB + emulatorBytes(vm)

export function machineMemory(model: Model, host: SimHost, { ksm }: Machine): MachineMemory {
  let guestBytes = 0
  const allBytes = hostMemoryUse(model, host, vm => {
    const bytes = residentBytesOf(model, vm, host.id)
    guestBytes += bytes
    return bytes
  })
  const mergedBytes = 1_024 * PAGE_KIB * ksm.sharingPages
  const usedBytes = allBytes - mergedBytes
  const beyondBytes = Math.max(0, usedBytes - host.memoryBytes)
  const residentShare = guestBytes === 0 ? 1 : Math.max(0, 1 - beyondBytes / guestBytes)
  return { usedBytes, mergedBytes, residentShare }
}

/** What a kernel makes of memory that nobody needs, as far as this host has read and written files. */
const CACHED_SHARE_OF_LEFT = 0.35
const CACHED_SHARE_OF_ALL = 0.2
const BUFFERED_SHARE_OF_LEFT = 0.02
const RECLAIMABLE_SHARE = 0.9

/** Of what is in use, programs hold nearly all: QEMUs are programs. */
const ANONYMOUS_SHARE_OF_USED = 0.95

export const hostSwapKiB = (host: SimHost, { usedBytes }: MachineMemory): number =>
  Math.ceil(swapped(host, usedBytes) / 1_024)

export function memoryReading(
  host: SimHost,
  memory: MachineMemory,
  { inPages, outPages }: HostSwap,
): Pick<HostReading, 'memory' | 'swap'> {
  const { usedBytes } = memory
  const totalKiB = Math.floor(host.memoryBytes / 1_024)
  const leftKiB = Math.max(0, totalKiB - Math.ceil(usedBytes / 1_024))
  const cachedKiB = Math.floor(Math.min(leftKiB * CACHED_SHARE_OF_LEFT, totalKiB * CACHED_SHARE_OF_ALL))
  const buffersKiB = Math.floor(leftKiB * BUFFERED_SHARE_OF_LEFT)
  const freeKiB = leftKiB - cachedKiB - buffersKiB
  const availableKiB = freeKiB + Math.floor((cachedKiB + buffersKiB) * RECLAIMABLE_SHARE)
  const swapKiB = Math.floor(host.swapTotalBytes / 1_024)
  return {
    memory: {
      totalKiB,
      freeKiB,
      availableKiB,
      buffersKiB,
      cachedKiB,
      anonymousKiB: Math.floor((totalKiB - leftKiB) * ANONYMOUS_SHARE_OF_USED),
    },
    swap: {
      totalKiB: swapKiB,
      freeKiB: Math.max(0, swapKiB - hostSwapKiB(host, memory)),
      inPages: Math.floor(inPages),
      outPages: Math.floor(outPages),
    },
  }
}

/** Guests are held by their home nodes as far as those go, everything else by all nodes alike. */
export function numaReading(model: Model, host: SimHost, freeKiB: number): NumaNode[] {
  const held = host.numa.map(() => 0)
  for (const { vm, state } of guestsOf(model, host.id)) {
    const node = homeNodeOf(state, host)
    held[node] = (held[node] ?? 0) + residentBytesOf(model, vm, host.id) / 1_024
  }
  const room = host.numa.map(({ memoryMiB }, index) => Math.max(0, memoryMiB * 1_024 - (held[index] ?? 0)))
  const allRoom = room.reduce((sum, kib) => sum + kib, 0)
  return host.numa.map(({ index, cpus, memoryMiB, distances }, position) => {
    const share = allRoom === 0 ? 0 : (room[position] ?? 0) / allRoom
    return {
      id: index,
      cpuIds: cpus,
      totalKiB: memoryMiB * 1_024,
      freeKiB: Math.min(memoryMiB * 1_024, Math.floor(freeKiB * share)),
      distances: Object.fromEntries(distances.map((distance, other) => [String(other), distance])),
    }
  })
}
