import type { MemoryGuest, MemoryMemory } from './memory-plan.ts'

/** A guest that moves a page now and then is not short: less than this is not called swapping. */
const SWAPS_ABOVE_KIB_PER_S = 64
/** So many major faults a second happen on any guest that starts a program. */
const FAULTS_ABOVE_PER_S = 20
/** Clearly more than before. */
const FAULTS_RISE_FACTOR = 2
/** How much of a difference the remembered faults take on in one round: a sudden rise is seen for about five. */
const FAULTS_FOLLOW = 1 / 8

/** Signs that a guest is short whatever it tells of its usable memory. Rates per second. */
export type Strain =
  | Readonly<{ kind: 'swaps'; kibPerS: number }>
  | Readonly<{ kind: 'faults'; perS: number; usualPerS: number }>

/** What is not told is no sign, nor are major faults of which it is not known what is usual. */
export function strainOf(guest: MemoryGuest, { faultsPerS }: MemoryMemory): Strain | undefined {
  const kibPerS = Math.max(guest.swapInKiBPerS ?? 0, guest.swapOutKiBPerS ?? 0)
  if (kibPerS > SWAPS_ABOVE_KIB_PER_S) return { kind: 'swaps', kibPerS }
  const [perS, usualPerS] = [guest.majorFaultsPerS ?? 0, faultsPerS.get(guest.vmId)]
  if (usualPerS === undefined || perS <= FAULTS_ABOVE_PER_S || perS <= FAULTS_RISE_FACTOR * usualPerS) return undefined
  return { kind: 'faults', perS, usualPerS }
}

/** Usual major faults of each VM, which follow what is measured slowly. VMs that are gone or tell none are forgotten. */
export const followFaults = (
  guests: readonly MemoryGuest[],
  { faultsPerS }: MemoryMemory,
): MemoryMemory['faultsPerS'] =>
  new Map(
    guests.flatMap(({ vmId, majorFaultsPerS }) => {
      if (majorFaultsPerS === undefined) return []
      const usual = faultsPerS.get(vmId) ?? majorFaultsPerS
      return [[vmId, usual + (majorFaultsPerS - usual) * FAULTS_FOLLOW] as const]
    }),
  )
