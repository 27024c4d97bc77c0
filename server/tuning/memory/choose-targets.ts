import type { MemoryTarget } from './memory-plan.ts'
import { type HostNeed, whyCalledOff, whyGiven, whyReturned, whyTaken } from './memory-reasons.ts'
import { type Claim, shareOut } from './share-out.ts'
import type { WeighedGuest } from './weigh-guest.ts'

/** More for those that are short, together at most `amountKiB`. */
export const grantMemory = (guests: readonly WeighedGuest[], amountKiB: number): MemoryTarget[] =>
  targetsOf(
    guests,
    amountKiB,
    ({ grant }) => grant,
    (weighed, kib) => ({
      toKiB: weighed.upFromKiB + kib,
      kind: 'give',
      reason: whyGiven(weighed, kib),
    }),
  )

/** Less for those that have plenty, together at most `amountKiB`. */
export const takeMemory = (guests: readonly WeighedGuest[], amountKiB: number, need: HostNeed): MemoryTarget[] =>
  targetsOf(
    guests,
    amountKiB,
    ({ take }) => take,
    (weighed, kib) => ({
      toKiB: weighed.downFromKiB - kib,
      kind: 'take',
      reason: whyTaken(weighed, kib, need),
    }),
  )

/** Something back for those that are below their maximum, together at most `amountKiB`. */
export const returnMemory = (guests: readonly WeighedGuest[], amountKiB: number, roomKiB: number): MemoryTarget[] =>
  targetsOf(
    guests,
    amountKiB,
    ({ comeback }) => comeback,
    (weighed, kib) => ({
      toKiB: weighed.upFromKiB + kib,
      kind: 'return',
      reason: whyReturned(weighed, kib, roomKiB),
    }),
  )

/** Who is short and gets nothing keeps at least what it has. That needs no memory of anybody. */
export const callOff = (short: readonly WeighedGuest[], deadBandKiB: number): MemoryTarget[] =>
  short
    .filter(({ guest, downFromKiB }) => guest.currentKiB - downFromKiB >= deadBandKiB)
    .map(weighed => ({
      ...ofVm(weighed),
      toKiB: weighed.guest.currentKiB,
      kind: 'give',
      reason: whyCalledOff(weighed),
    }))

function targetsOf(
  guests: readonly WeighedGuest[],
  amountKiB: number,
  claimOf: (weighed: WeighedGuest) => Claim,
  targetOf: (weighed: WeighedGuest, kib: number) => Pick<MemoryTarget, 'toKiB' | 'kind' | 'reason'>,
): MemoryTarget[] {
  const shares = shareOut(amountKiB, guests.map(claimOf))
  return guests.flatMap((weighed, at) => {
    const kib = shares[at] ?? 0
    return kib > 0 ? [{ ...ofVm(weighed), ...targetOf(weighed, kib) }] : []
  })
}

const ofVm = ({ guest: { vmId, vmName, currentKiB } }: WeighedGuest) => ({ vmId, vmName, fromKiB: currentKiB })
