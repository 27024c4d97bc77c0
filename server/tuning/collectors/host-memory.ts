import type { HostReading } from '../../../shared/model/host-reading.ts'
import type { HostCollector } from './collector.ts'
import { growth, integer, orNil, told } from './figures.ts'

/**
 * Memory of the host. `mem_available` is all that it has, in spite of its name; `mem_free` counts buffers and caches as free;
 * `swap_in` and `swap_out` are pages since the sample before. All else is kB. mom/Collectors/HostMemory.py
 */
export const hostMemory: HostCollector = {
  name: 'HostMemory',
  mandatory: [
    'mem_available',
    'mem_unused',
    'mem_free',
    'anon_pages',
    'swap_total',
    'swap_usage',
    'swap_in',
    'swap_out',
  ],
  optional: [],
  collect({ now: { memory, swap }, before }) {
    const freeKiB = freeWithCachesKiB(memory)
    return told({
      // A host without memory has not told it; policies divide by this.
      mem_available: memory.totalKiB > 0 ? integer(memory.totalKiB) : undefined,
      mem_unused: orNil(memory.freeKiB),
      mem_free: freeKiB === undefined ? undefined : integer(freeKiB),
      anon_pages: orNil(memory.anonymousKiB),
      swap_total: orNil(swap?.totalKiB),
      swap_usage: swap === undefined ? null : integer(Math.max(0, swap.totalKiB - swap.freeKiB)),
      swap_in: growth(swap?.inPages, before?.swap?.inPages),
      swap_out: growth(swap?.outPages, before?.swap?.outPages),
    })
  },
}

/** vdsm tells the sum only. Free memory alone is no answer: a host full of caches would look as if it were short. */
function freeWithCachesKiB({
  freeKiB,
  buffersKiB,
  cachedKiB,
  availableKiB,
}: HostReading['memory']): number | undefined {
  const isTold = freeKiB !== undefined && buffersKiB !== undefined && cachedKiB !== undefined
  return isTold ? freeKiB + buffersKiB + cachedKiB : availableKiB
}
