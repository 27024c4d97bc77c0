import type { Strain } from './guest-strain.ts'
import type { MemoryGuest, MemoryLimits } from './memory-plan.ts'
import { type MemoryThresholds, memoryThresholds } from './memory-thresholds.ts'
import type { Claim } from './share-out.ts'

/** What a VM needs and could give. Sizes in KiB, amounts never negative. */
export type WeighedGuest = Readonly<{
  guest: MemoryGuest
  thresholds: MemoryThresholds
  strain?: Strain
  /** It has too little and is not yet as large as it may become. What is asked of it that would make it smaller is called off. */
  isShort: boolean
  /** It has too little by its thresholds or guarantee, beyond what is on its way to it. */
  needKiB: number
  /** The size that more is added to: what it has or is to come to. */
  upFromKiB: number
  /** What it would be given in this round; nothing where it is not short. */
  grant: Claim
  /** Not because it needs it: up to a step towards its maximum. */
  comeback: Claim
  /** The size that less is counted from. */
  downFromKiB: number
  /** What it could give over time, and what of it may be taken in this round. */
  givableKiB: number
  take: Claim
  onWayUpKiB: number
  onWayDownKiB: number
}>

/**
 * Steps are counted from what the VM has now, not from what it was asked to come to: until it is there it is asked for nothing more.
 * Of a VM that is on its way up nothing is taken before it has arrived.
 */
export function weighGuest(
  guest: MemoryGuest,
  strain: Strain | undefined,
  limits: MemoryLimits,
  isEmergency: boolean,
): WeighedGuest {
  const { currentKiB, headedKiB = currentKiB, minKiB, maxKiB, usableKiB, priority } = guest
  const { deadBandKiB } = limits
  const thresholds = memoryThresholds(guest, limits)
  const { starveKiB, freeKiB, takeKiB, giveKiB } = thresholds
  const isStarved = usableKiB < starveKiB || currentKiB < minKiB
  const isShort = (isStarved || strain !== undefined) && currentKiB < maxKiB
  const upFromKiB = Math.max(currentKiB, headedKiB)

  const enoughKiB = usableKiB < starveKiB ? currentKiB + starveKiB + deadBandKiB - usableKiB : currentKiB
  const wantedKiB = Math.min(maxKiB, Math.max(minKiB, enoughKiB))
  // A guarantee is a promise: up to it no step holds.
  const stepUpKiB = Math.min(maxKiB, Math.max(minKiB, currentKiB + giveKiB))
  const claimUpTo = (sizeKiB: number): Claim => {
    const kib = Math.max(0, sizeKiB - upFromKiB)
    const leastKiB = Math.max(Math.min(deadBandKiB, maxKiB - upFromKiB), minKiB - upFromKiB)
    return { kib: kib < leastKiB ? 0 : kib, leastKiB, priority }
  }

  const lowestKiB = strain !== undefined ? currentKiB : Math.max(minKiB, currentKiB - Math.max(0, usableKiB - freeKiB))
  const downFromKiB = Math.min(currentKiB, headedKiB)
  const givableKiB = Math.max(0, downFromKiB - lowestKiB)
  const isOnWayUp = upFromKiB - currentKiB >= deadBandKiB
  const stepDownKiB = currentKiB - (isEmergency ? Math.max(takeKiB, giveKiB) : takeKiB)
  const takeableKiB = isOnWayUp ? 0 : Math.max(0, Math.min(givableKiB, downFromKiB - stepDownKiB))
  const leastTakeKiB = Math.min(deadBandKiB, Math.max(0, downFromKiB - minKiB))

  return {
    guest,
    thresholds,
    ...(strain && { strain }),
    isShort,
    needKiB: claimUpTo(wantedKiB).kib,
    upFromKiB,
    grant: claimUpTo(strain === undefined ? Math.min(wantedKiB, stepUpKiB) : stepUpKiB),
    comeback: claimUpTo(stepUpKiB),
    downFromKiB,
    givableKiB,
    // Memory is taken where priority is lowest first.
    take: { kib: takeableKiB < leastTakeKiB ? 0 : takeableKiB, leastKiB: leastTakeKiB, priority: -priority },
    onWayUpKiB: upFromKiB - currentKiB,
    onWayDownKiB: isShort ? 0 : currentKiB - downFromKiB,
  }
}
