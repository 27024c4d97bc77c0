import { present } from '../../../shared/measure/present.ts'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import type { Parameters } from '../../protocol/libvirt/typed-parameters.ts'
import { counter, whole } from './figures.ts'

type GuestMemory = NonNullable<GuestReading['guestMemory']>

/** What a guest has told so far, to make rates of what it tells next. */
export type MemorySample = Readonly<{
  /** When the guest told, by the host's clock, in seconds. */
  toldAtS: number
  counters: Readonly<Record<keyof typeof counterKeys, number | undefined>>
  rates: Rates
}>

type Rates = Partial<Pick<GuestMemory, 'swapInKiBPerS' | 'swapOutKiBPerS' | 'majorFaultsPerS' | 'minorFaultsPerS'>>

const counterKeys = {
  swapInKiBPerS: 'balloon.swap_in',
  swapOutKiBPerS: 'balloon.swap_out',
  majorFaultsPerS: 'balloon.major_fault',
  minorFaultsPerS: 'balloon.minor_fault',
} as const

/**
 * Undefined: the guest has told nothing, for it has no driver, or nobody gave it a period. Rates come from the last two times
 * that the guest told, and stay until it tells again. The age depends on our clock and the host's going alike.
 */
export function guestMemory(
  figures: Parameters,
  nowMs: number,
  before: MemorySample | undefined,
): Readonly<{ reading: GuestMemory; sample: MemorySample }> | undefined {
  const toldAtS = counter(figures, 'balloon.last-update') ?? 0
  if (toldAtS <= 0) return undefined
  const counters = {
    swapInKiBPerS: counter(figures, counterKeys.swapInKiBPerS),
    swapOutKiBPerS: counter(figures, counterKeys.swapOutKiBPerS),
    majorFaultsPerS: counter(figures, counterKeys.majorFaultsPerS),
    minorFaultsPerS: counter(figures, counterKeys.minorFaultsPerS),
  }
  const rates = before === undefined ? {} : ratesSince(before, toldAtS, counters)
  return {
    reading: {
      ageMs: Math.max(0, nowMs - toldAtS * 1000),
      ...present({
        totalKiB: whole(figures, 'balloon.available'),
        unusedKiB: whole(figures, 'balloon.unused'),
        usableKiB: whole(figures, 'balloon.usable'),
        diskCachesKiB: whole(figures, 'balloon.disk_caches'),
      }),
      ...rates,
    },
    sample: { toldAtS, counters, rates },
  }
}

function ratesSince(before: MemorySample, toldAtS: number, counters: MemorySample['counters']): Rates {
  const seconds = toldAtS - before.toldAtS
  if (seconds <= 0) return before.rates
  const rates = (Object.keys(counterKeys) as (keyof typeof counterKeys)[]).flatMap(key => {
    const [earlier, later] = [before.counters[key], counters[key]]
    // A counter that went back belongs to a guest that was started anew.
    return earlier === undefined || later === undefined || later < earlier
      ? []
      : [[key, (later - earlier) / seconds] as const]
  })
  return Object.fromEntries(rates)
}
