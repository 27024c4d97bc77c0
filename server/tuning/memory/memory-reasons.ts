import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { MemoryPlan } from './memory-plan.ts'
import type { WeighedGuest } from './weigh-guest.ts'

/** What memory is taken for, in KiB: VMs that starve beyond what may be granted, and what is missing from the reserve. */
export type HostNeed = Readonly<{ unmetKiB: number; missingKiB: number; reserveKiB: number }>

export function whyGiven({ guest, strain, thresholds }: WeighedGuest, givenKiB: number): Reason {
  const { vmName, usableKiB, currentKiB, minKiB } = guest
  const gets = `it gets ${givenKiB} KiB`
  if (strain?.kind === 'swaps') {
    const kibPerS = Math.round(strain.kibPerS)
    return reason('memory-swaps', `${vmName} swaps ${kibPerS} KiB/s: ${gets} at once.`, { vmName, kibPerS, givenKiB })
  }
  if (strain?.kind === 'faults') {
    const [perS, usualPerS] = [Math.round(strain.perS), Math.round(strain.usualPerS)]
    const text = `${vmName} has ${perS} major faults a second, usually ${usualPerS}: ${gets} at once.`
    return reason('memory-faults-rise', text, { vmName, perS, usualPerS, givenKiB })
  }
  if (usableKiB >= thresholds.starveKiB) {
    const text = `${vmName} has ${currentKiB} KiB, less than its guarantee of ${minKiB} KiB: ${gets}.`
    return reason('memory-below-guarantee', text, { vmName, currentKiB, minKiB, givenKiB })
  }
  const { starveKiB } = thresholds
  const text = `${vmName} starves, usable ${usableKiB} KiB below ${starveKiB} KiB: ${gets}.`
  return reason('memory-starves', text, { vmName, usableKiB, starveKiB, givenKiB })
}

export function whyCalledOff({ guest: { vmName, currentKiB, usableKiB }, downFromKiB }: WeighedGuest): Reason {
  const text =
    `${vmName} has become short, usable ${usableKiB} KiB: ` +
    `it keeps ${currentKiB} KiB and need not come down to ${downFromKiB} KiB.`
  return reason('memory-called-off', text, { vmName, usableKiB, currentKiB, downFromKiB })
}

export function whyTaken(
  { guest: { vmName, usableKiB }, thresholds: { freeKiB } }: WeighedGuest,
  takenKiB: number,
  { unmetKiB, missingKiB, reserveKiB }: HostNeed,
): Reason {
  const values = { vmName, usableKiB, freeKiB, takenKiB }
  const has = `${vmName} gives ${takenKiB} KiB, usable ${usableKiB} KiB above ${freeKiB} KiB`
  if (missingKiB === 0)
    return reason('memory-for-others', `${has}: others starve for ${unmetKiB} KiB.`, { ...values, unmetKiB })
  const text = `${has}: the host has ${missingKiB} KiB less than its reserve of ${reserveKiB} KiB.`
  return reason('memory-for-host', text, { ...values, missingKiB, reserveKiB })
}

export function whyReturned({ guest: { vmName, maxKiB } }: WeighedGuest, givenKiB: number, roomKiB: number): Reason {
  const text = `${vmName} gets ${givenKiB} KiB back towards ${maxKiB} KiB: the host has ${roomKiB} KiB beyond its reserve.`
  return reason('memory-room-again', text, { vmName, givenKiB, maxKiB, roomKiB })
}

/** A round in one sentence. */
export function standingOf(
  { phase, targets, reserveKiB, budgetKiB, needKiB, givableKiB }: Omit<MemoryPlan, 'standing' | 'memory'>,
  availableKiB: number,
): Reason {
  const moved = { give: 0, take: 0, return: 0 }
  for (const { kind, fromKiB, toKiB } of targets) moved[kind] += Math.abs(toKiB - fromKiB)
  const values = { availableKiB, reserveKiB, needKiB, budgetKiB, givableKiB }
  const givenKiB = moved.give + moved.return
  const done = `${givenKiB} KiB are given, ${moved.take} KiB taken of ${givableKiB} KiB that VMs could give`
  const has = `${availableKiB} KiB are available with a reserve of ${reserveKiB} KiB`
  const all = { ...values, givenKiB, takenKiB: moved.take }
  if (phase === 'emergency') return reason('memory-emergency', `Hardly anything is left: ${has}; ${done}.`, all)
  if (phase === 'short')
    return reason('memory-short', `${has}; VMs need ${needKiB} KiB, ${budgetKiB} KiB may be granted; ${done}.`, all)
  return reason('memory-calm', `${has}; no VM starves; ${done}.`, all)
}
