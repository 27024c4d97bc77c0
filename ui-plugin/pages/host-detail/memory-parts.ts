import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'

export type MemoryPart = Readonly<{
  part: 'guests' | 'other' | 'caches' | 'available' | 'free' | 'untold'
  kib: number
}>

type Memory = HostReading['memory']

/**
 * What the memory of a host is used for, in the order of a bar; parts that are not told are absent. What VMs share by KSM counts
 * with each of them, so their part is held to what there is.
 */
export function memoryParts(
  memory: Memory,
  guests: readonly Pick<GuestReading, 'residentKiB'>[],
): readonly MemoryPart[] {
  const { totalKiB } = memory
  const givenBack = backOnDemand(memory)
  const unused = givenBack.reduce((sum, { kib }) => sum + kib, 0)
  const used = Math.max(0, totalKiB - unused)
  const resident = guests.flatMap(({ residentKiB }) => (residentKiB === undefined ? [] : [residentKiB]))
  const guestsKiB = Math.min(
    used,
    resident.reduce((sum, kib) => sum + kib, 0),
  )
  const parts: MemoryPart[] = [
    ...(resident.length > 0 ? [{ part: 'guests' as const, kib: guestsKiB }] : []),
    { part: givenBack.length > 0 ? 'other' : 'untold', kib: used - guestsKiB },
    ...givenBack,
  ]
  return parts.filter(({ kib }) => kib > 0)
}

function backOnDemand({ totalKiB, freeKiB, availableKiB, buffersKiB, cachedKiB }: Memory): readonly MemoryPart[] {
  const held = (kib: number, most: number) => Math.min(Math.max(0, kib), most)
  if (freeKiB === undefined) {
    return availableKiB === undefined ? [] : [{ part: 'available', kib: held(availableKiB, totalKiB) }]
  }
  const free = held(freeKiB, totalKiB)
  const cachesTold = buffersKiB !== undefined || cachedKiB !== undefined
  const caches = cachesTold ? (buffersKiB ?? 0) + (cachedKiB ?? 0) : (availableKiB ?? freeKiB) - freeKiB
  return [
    { part: 'caches', kib: held(caches, totalKiB - free) },
    { part: 'free', kib: free },
  ]
}
