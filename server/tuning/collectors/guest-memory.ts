import type { GuestCollector } from './collector.ts'
import { growth, integer, orNil, told } from './figures.ts'
import { optionalOf } from './optional-of.ts'

/**
 * Memory as the guest's balloon driver tells it, in kB. Faults and swapping are per second, as MOM has them from vdsm: its
 * libvirt hands on counters instead, and no policy can be right for both. A guest whose driver tells nothing is not ready.
 * `mem_free` (unused and caches) MOM knows from vdsm but declares nowhere; here policies can read it.
 * mom/Collectors/GuestMemory.py, mom/HypervisorInterfaces/vdsmRpcBase.py
 */
export const guestMemory: GuestCollector = {
  name: 'GuestMemory',
  mandatory: ['mem_available', 'mem_unused', 'major_fault', 'minor_fault', 'swap_in', 'swap_out'],
  optional: ['swap_total', 'swap_usage', 'mem_free'],
  collect({ now: { guestMemory: memory } }) {
    if (memory === undefined) return undefined
    const { totalKiB, unusedKiB, diskCachesKiB, usableKiB } = memory
    const areCachesTold = unusedKiB !== undefined && diskCachesKiB !== undefined
    return told({
      mem_available: totalKiB === undefined ? undefined : integer(totalKiB),
      mem_unused: unusedKiB === undefined ? undefined : integer(unusedKiB),
      mem_free: orNil(areCachesTold ? unusedKiB + diskCachesKiB : usableKiB),
      // A rate needs two samples, and some guests never count: no reason to leave them out.
      major_fault: orNil(memory.majorFaultsPerS),
      minor_fault: orNil(memory.minorFaultsPerS),
      swap_in: orNil(memory.swapInKiBPerS),
      swap_out: orNil(memory.swapOutKiBPerS),
      swap_total: orNil(memory.swapTotalKiB),
      swap_usage: orNil(memory.swapUsedKiB),
    })
  },
}

export const guestMemoryOptional = optionalOf(guestMemory)

/**
 * Memory as the guest's own kernel tells it, through its agent: kB, `swap_in` and `swap_out` pages since the sample before,
 * faults since the guest started. mom/Collectors/GuestQemuAgent.py
 */
export const guestQemuAgent: GuestCollector = {
  name: 'GuestQemuAgent',
  mandatory: [
    'mem_available',
    'mem_unused',
    'mem_free',
    'major_fault',
    'minor_fault',
    'swap_in',
    'swap_out',
    'swap_total',
    'swap_usage',
  ],
  optional: [],
  collect({ now: { agentMemory: memory }, before }) {
    if (memory === undefined) return undefined
    const { unusedKiB, buffersKiB, cachedKiB, swapTotalKiB, swapFreeKiB } = memory
    const isFreeTold = buffersKiB !== undefined && cachedKiB !== undefined
    const isSwapTold = swapTotalKiB !== undefined && swapFreeKiB !== undefined
    const earlier = before?.agentMemory
    return {
      mem_available: integer(memory.totalKiB),
      mem_unused: integer(unusedKiB),
      mem_free: isFreeTold ? integer(unusedKiB + buffersKiB + cachedKiB) : null,
      major_fault: orNil(memory.majorFaults),
      minor_fault: orNil(memory.minorFaults),
      swap_in: growth(memory.swapInPages, earlier?.swapInPages),
      swap_out: growth(memory.swapOutPages, earlier?.swapOutPages),
      swap_total: orNil(swapTotalKiB),
      swap_usage: isSwapTold ? integer(Math.max(0, swapTotalKiB - swapFreeKiB)) : null,
    }
  },
}
