import { callOff, grantMemory, returnMemory, takeMemory } from './choose-targets.ts'
import { followFaults, strainOf } from './guest-strain.ts'
import type { MemoryLimits, MemoryMemory, MemoryPlan, MemoryView } from './memory-plan.ts'
import { standingOf } from './memory-reasons.ts'
import { hostStepsOf, reserveOf } from './memory-thresholds.ts'
import { type WeighedGuest, weighGuest } from './weigh-guest.ts'

/**
 * What the VMs of a host should come to now. Sizes are KiB, each target within its VM's guarantee and maximum.
 *
 * Only memory that is measured as available is granted, never what is taken in the same round; each grant counts at once. Memory is
 * taken only as far as it is wanted: by starved VMs beyond the budget, or by the reserve. A guest that swaps, or whose major faults rise,
 * is given memory at once and never gives any. Once nobody is short and there has been room for `patience` rounds, what was taken
 * comes back step by step; that begins at two of the host's steps above the reserve and never goes below one, so that it is not taken
 * again for the same load.
 *
 * The same view again, with its targets as where the VMs are headed, plans nothing.
 */
export function planMemory(view: MemoryView, memory: MemoryMemory, limits: MemoryLimits): MemoryPlan {
  const { availableKiB, guests } = view
  const reserveKiB = reserveOf(view, limits)
  const steps = hostStepsOf(view, limits)
  const isEmergency = availableKiB < (reserveKiB * limits.criticalPercent) / 100
  const weighed = guests.map(guest => weighGuest(guest, strainOf(guest, memory), limits, isEmergency))
  const [onWayUpKiB, onWayDownKiB] = [total(weighed, 'onWayUpKiB'), total(weighed, 'onWayDownKiB')]
  const roomKiB = availableKiB - reserveKiB - onWayUpKiB
  const budgetKiB = Math.max(0, roomKiB)
  const needKiB = total(weighed, 'needKiB')

  const grants = isEmergency ? [] : grantMemory(weighed, Math.min(budgetKiB, steps.giveKiB - onWayUpKiB))
  const granted = new Map(grants.map(({ vmId, toKiB }) => [vmId, toKiB]))
  const keeps = callOff(
    weighed.filter(({ guest, isShort }) => isShort && !granted.has(guest.vmId)),
    limits.deadBandKiB,
  )
  const need = { unmetKiB: unmetNeed(weighed, granted, budgetKiB), missingKiB: Math.max(0, -roomKiB), reserveKiB }
  const wantedKiB = need.unmetKiB + need.missingKiB - onWayDownKiB
  const takes = takeMemory(weighed, Math.min(wantedKiB, steps.takeKiB - onWayDownKiB), need)

  const hasRoom = weighed.every(({ isShort }) => !isShort) && roomKiB >= 2 * steps.giveKiB
  const roomFor = hasRoom ? Math.min(limits.patience, memory.roomFor + 1) : 0
  const returnKiB = Math.min(steps.giveKiB - onWayUpKiB, roomKiB - steps.giveKiB)
  const returns = hasRoom && roomFor >= limits.patience ? returnMemory(weighed, returnKiB, roomKiB) : []

  const isTight = needKiB > 0 || availableKiB < reserveKiB
  const plan = {
    targets: [...grants, ...keeps, ...takes, ...returns],
    phase: isEmergency ? ('emergency' as const) : isTight ? ('short' as const) : ('calm' as const),
    reserveKiB,
    budgetKiB,
    needKiB,
    givableKiB: total(weighed, 'givableKiB'),
  }
  return {
    ...plan,
    standing: standingOf(plan, availableKiB),
    memory: { roomFor, faultsPerS: followFaults(guests, memory) },
  }
}

/** What starved VMs need beyond what they are granted and what is left of the budget. A guest that swaps may be granted more than it needs. */
function unmetNeed(weighed: readonly WeighedGuest[], granted: ReadonlyMap<string, number>, budgetKiB: number): number {
  let [unmetKiB, leftKiB] = [0, budgetKiB]
  for (const { guest, upFromKiB, needKiB } of weighed) {
    const givenKiB = (granted.get(guest.vmId) ?? upFromKiB) - upFromKiB
    unmetKiB += Math.max(0, needKiB - givenKiB)
    leftKiB -= givenKiB
  }
  return Math.max(0, unmetKiB - leftKiB)
}

type Amount = 'needKiB' | 'givableKiB' | 'onWayUpKiB' | 'onWayDownKiB'

const total = (weighed: readonly Readonly<Record<Amount, number>>[], amount: Amount): number =>
  weighed.reduce((sum, one) => sum + one[amount], 0)
