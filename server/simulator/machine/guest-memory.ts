/** The memory of one guest, in KiB, as its balloon driver would tell and as the host sees it. */
export type GuestMemory = Readonly<{
  /** By programs and the kernel, and still in memory. */
  usedKiB: number
  cachesKiB: number
  unusedKiB: number
  /** In the guest's own swap, because the balloon left no room. */
  swappedKiB: number
  /** What the host holds for it, without the emulator's own. */
  residentKiB: number
  /** Freed memory that the balloon handed to the host and that the guest has not touched since. */
  reclaimedKiB: number
}>

export type GuestMemoryFacts = Readonly<{
  maxKiB: number
  /** The size that the balloon leaves. */
  currentKiB: number
  /** What the guest would have touched without a balloon. */
  touchedKiB: number
  cachedShare: number
  freedShare: number
  /** As it was; grows at once with the balloon, and shrinks as the guest touches memory again. */
  reclaimedKiB: number
}>

/**
 * A balloon takes what was freed last, as the kernel's allocator hands it out, then memory never touched, then the page
 * cache, and at last pages in use, which the guest swaps. The three parts add up to the present size.
 */
export function guestMemory(facts: GuestMemoryFacts): GuestMemory {
  const { maxKiB, currentKiB, cachedShare, freedShare } = facts
  const touchedKiB = Math.min(facts.touchedKiB, maxKiB)
  const [cached, freed] = [touchedKiB * cachedShare, touchedKiB * freedShare]
  const wanted = touchedKiB - cached - freed
  const balloon = Math.max(0, maxKiB - currentKiB)
  const idle = freed + maxKiB - touchedKiB
  const beyondIdle = Math.max(0, balloon - idle)
  const fromCaches = Math.min(cached, beyondIdle)
  const swappedKiB = beyondIdle - fromCaches
  const reclaimedKiB = Math.min(freed, Math.max(facts.reclaimedKiB, Math.min(balloon, freed)))
  return {
    usedKiB: wanted - swappedKiB,
    cachesKiB: cached - fromCaches,
    unusedKiB: idle - Math.min(balloon, idle),
    swappedKiB,
    residentKiB: touchedKiB - reclaimedKiB - beyondIdle,
    reclaimedKiB,
  }
}

/** The guest drops dirty caches last, and never all. */
const USABLE_SHARE_OF_CACHES = 0.9
export const usableKiB = ({ unusedKiB, cachesKiB }: GuestMemory): number =>
  unusedKiB + USABLE_SHARE_OF_CACHES * cachesKiB

/** KiB per second: giving memory back, taking what is idle or cached, and taking what must be swapped first. */
const GROW_KIB_PER_S = 1_048_576
const SHRINK_KIB_PER_S = 524_288
const SWAP_KIB_PER_S = 32_768

/** Where the balloon gets to in so many seconds on its way to a target. Never past it. */
export function moveBalloon(currentKiB: number, targetKiB: number, memory: GuestMemory, seconds: number): number {
  if (targetKiB >= currentKiB) return Math.min(targetKiB, currentKiB + GROW_KIB_PER_S * seconds)
  const gap = currentKiB - targetKiB
  const easy = Math.min(gap, memory.unusedKiB + memory.cachesKiB, SHRINK_KIB_PER_S * seconds)
  const secondsLeft = seconds - easy / SHRINK_KIB_PER_S
  return currentKiB - easy - Math.min(gap - easy, SWAP_KIB_PER_S * secondsLeft)
}
