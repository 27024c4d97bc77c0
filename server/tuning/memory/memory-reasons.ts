import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { memoryValues } from '../memory-values.ts'
import type { MemoryPlan } from './memory-plan.ts'
import type { WeighedGuest } from './weigh-guest.ts'

/** What memory is taken for, in KiB: VMs that starve beyond what may be granted, and what is missing from the reserve. */
export type HostNeed = Readonly<{ unmetKiB: number; missingKiB: number; reserveKiB: number }>

export function whyGiven({ guest, strain, thresholds }: WeighedGuest, givenKiB: number): Reason {
  const { vmName, usableKiB, currentKiB, minKiB } = guest
  const given = memoryValues({ given: givenKiB })
  if (strain?.kind === 'swaps') {
    const kibPerS = Math.round(strain.kibPerS)
    const text = `${vmName} swaps ${kibPerS} KiB/s: it gets ${given.given} at once.`
    return reason('memory-swaps', text, { vmName, kibPerS, ...given })
  }
  if (strain?.kind === 'faults') {
    const [perS, usualPerS] = [Math.round(strain.perS), Math.round(strain.usualPerS)]
    const text = `${vmName} has ${perS} major faults a second, usually ${usualPerS}: it gets ${given.given} at once.`
    return reason('memory-faults-rise', text, { vmName, perS, usualPerS, ...given })
  }
  if (usableKiB >= thresholds.starveKiB) {
    const sizes = memoryValues({ current: currentKiB, min: minKiB, given: givenKiB })
    const text = `${vmName} has ${sizes.current}, less than its guarantee of ${sizes.min}: it gets ${sizes.given}.`
    return reason('memory-below-guarantee', text, { vmName, ...sizes })
  }
  const sizes = memoryValues({ usable: usableKiB, starve: thresholds.starveKiB, given: givenKiB })
  const text = `${vmName} starves, usable ${sizes.usable} below ${sizes.starve}: it gets ${sizes.given}.`
  return reason('memory-starves', text, { vmName, ...sizes })
}

export function whyCalledOff({ guest: { vmName, currentKiB, usableKiB }, downFromKiB }: WeighedGuest): Reason {
  const sizes = memoryValues({ usable: usableKiB, current: currentKiB, downFrom: downFromKiB })
  const text =
    `${vmName} has become short, usable ${sizes.usable}: ` +
    `it keeps ${sizes.current} and need not come down to ${sizes.downFrom}.`
  return reason('memory-called-off', text, { vmName, ...sizes })
}

export function whyTaken(
  { guest: { vmName, usableKiB }, thresholds: { freeKiB } }: WeighedGuest,
  takenKiB: number,
  { unmetKiB, missingKiB, reserveKiB }: HostNeed,
): Reason {
  const own = memoryValues({ usable: usableKiB, free: freeKiB, taken: takenKiB })
  const has = `${vmName} gives ${own.taken}, usable ${own.usable} above ${own.free}`
  if (missingKiB === 0) {
    const others = memoryValues({ unmet: unmetKiB })
    return reason('memory-for-others', `${has}: others starve for ${others.unmet}.`, { vmName, ...own, ...others })
  }
  const host = memoryValues({ missing: missingKiB, reserve: reserveKiB })
  const text = `${has}: the host has ${host.missing} less than its reserve of ${host.reserve}.`
  return reason('memory-for-host', text, { vmName, ...own, ...host })
}

export function whyReturned({ guest: { vmName, maxKiB } }: WeighedGuest, givenKiB: number, roomKiB: number): Reason {
  const sizes = memoryValues({ given: givenKiB, max: maxKiB, room: roomKiB })
  const text = `${vmName} gets ${sizes.given} back towards ${sizes.max}: the host has ${sizes.room} beyond its reserve.`
  return reason('memory-room-again', text, { vmName, ...sizes })
}

/** A round in one sentence. */
export function standingOf(
  { phase, targets, reserveKiB, budgetKiB, needKiB, givableKiB }: Omit<MemoryPlan, 'standing' | 'memory'>,
  availableKiB: number,
): Reason {
  const moved = { give: 0, take: 0, return: 0 }
  for (const { kind, fromKiB, toKiB } of targets) moved[kind] += Math.abs(toKiB - fromKiB)
  const sizes = memoryValues({
    ...{ available: availableKiB, reserve: reserveKiB, need: needKiB, budget: budgetKiB },
    ...{ given: moved.give + moved.return, taken: moved.take, givable: givableKiB },
  })
  const done = `${sizes.given} is given, ${sizes.taken} taken of ${sizes.givable} that VMs could give`
  const has = `${sizes.available} is available with a reserve of ${sizes.reserve}`
  if (phase === 'emergency') return reason('memory-emergency', `Hardly anything is left: ${has}; ${done}.`, sizes)
  if (phase === 'calm') return reason('memory-calm', `${has}; no VM starves; ${done}.`, sizes)
  const text = `${has}; VMs need ${sizes.need}, ${sizes.budget} may be granted; ${done}.`
  return reason('memory-wanting', text, sizes)
}
