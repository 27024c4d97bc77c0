import { present } from '../../../shared/measure/present.ts'
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { NOON_MS } from '../builders.ts'
import { aGuestReading, aHostReading } from '../host-readings.ts'

/** A guest by its traces; rounds count from 0. Sizes in KiB. */
export type WorldGuest = Readonly<{
  id: string
  minKiB: number
  maxKiB: number
  /** What it begins with. */
  sizeKiB: number
  priority?: number
  /** What its programs hold and cannot give up; beyond its size it is swapped out. */
  usedKiB(round: number): number
  /** As far as its balloon moves in a round; absent: wherever it is asked to. */
  balloonKiBPerRound?: number
  /** The host refuses to set its balloon. */
  fails?(round: number): boolean
  /** Its driver is too old to tell what is usable. */
  isSilent?: boolean
  /** What it swaps in although it is not short. */
  swapsKiBPerS?(round: number): number
}>

export type WorldInput = Readonly<{
  totalKiB: number
  /** The host itself, by round. */
  overheadKiB(round: number): number
  guests: readonly WorldGuest[]
  periodS: number
}>

/** A guest at this moment, as it really is. */
export type GuestNow = Readonly<{
  guest: WorldGuest
  sizeKiB: number
  targetKiB: number
  usedKiB: number
  usableKiB: number
  swappedKiB: number
}>

export type Readings = Readonly<{ host: HostReading; guests: readonly GuestReading[] }>
/** Whether the host took it. */
export type AskBalloon = (vmId: string, toKiB: number) => boolean
/** Looks at a host once a round and asks balloons to move. */
export type MemoryBalancer = (readings: Readings, ask: AskBalloon) => void

/** Of what a guest has swapped out, so much is needed again each second. */
const NEEDED_AGAIN_PER_S = 0.02
const KIB_PER_FAULT = 32

/**
 * A host whose guests hold all of the memory that their balloons leave them: sizes, the host's own memory and what is free are always the whole.
 * Balloons move at the end of a round; what a guest uses beyond its size it swaps.
 */
export function createBalloonWorld({ totalKiB, overheadKiB, guests, periodS }: WorldInput) {
  const sizes = new Map(guests.map(({ id, sizeKiB }) => [id, sizeKiB]))
  const targets = new Map(sizes)
  let round = 0

  const now = (guest: WorldGuest): GuestNow => {
    const sizeKiB = sizes.get(guest.id) ?? 0
    const usedKiB = guest.usedKiB(round)
    const [usableKiB, swappedKiB] = [Math.max(0, sizeKiB - usedKiB), Math.max(0, usedKiB - sizeKiB)]
    return { guest, sizeKiB, targetKiB: targets.get(guest.id) ?? sizeKiB, usedKiB, usableKiB, swappedKiB }
  }
  const freeKiB = () => totalKiB - overheadKiB(round) - [...sizes.values()].reduce((sum, size) => sum + size, 0)

  return {
    periodS,
    totalKiB,
    round: () => round,
    overheadKiB: () => overheadKiB(round),
    /** Below 0: the host would have killed somebody. */
    freeKiB,
    guests: () => guests.map(now),
    readings: (): Readings => ({
      host: aHostReading({
        takenAtMs: NOON_MS + round * periodS * 1000,
        memory: { totalKiB, freeKiB: Math.max(0, freeKiB()), availableKiB: Math.max(0, freeKiB()) },
      }),
      guests: guests.map(guest => readGuest(now(guest), round)),
    }),
    ask(vmId: string, toKiB: number): boolean {
      const guest = guests.find(({ id }) => id === vmId)
      if (guest === undefined || guest.fails?.(round)) return false
      targets.set(vmId, toKiB)
      return true
    },
    pass(): void {
      for (const { id, balloonKiBPerRound = Number.POSITIVE_INFINITY } of guests) {
        const [sizeKiB, targetKiB] = [sizes.get(id) ?? 0, targets.get(id) ?? 0]
        const moveKiB = Math.min(balloonKiBPerRound, Math.abs(targetKiB - sizeKiB))
        sizes.set(id, sizeKiB + Math.sign(targetKiB - sizeKiB) * moveKiB)
      }
      round += 1
    },
  }
}

export type BalloonWorld = ReturnType<typeof createBalloonWorld>

function readGuest({ guest, sizeKiB, targetKiB, usableKiB, swappedKiB }: GuestNow, round: number): GuestReading {
  const swapInKiBPerS = swappedKiB * NEEDED_AGAIN_PER_S + (guest.swapsKiBPerS?.(round) ?? 0)
  return aGuestReading({
    id: guest.id,
    name: guest.id,
    memoryKiB: guest.maxKiB,
    balloon: { currentKiB: sizeKiB, targetKiB, minKiB: guest.minKiB, maxKiB: guest.maxKiB, enabled: true },
    guestMemory: {
      ageMs: 0,
      ...present({ usableKiB: guest.isSilent ? undefined : usableKiB }),
      swapInKiBPerS,
      swapOutKiBPerS: swapInKiBPerS,
      majorFaultsPerS: swapInKiBPerS / KIB_PER_FAULT,
    },
  })
}
