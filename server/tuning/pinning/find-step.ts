import type { PinLimits } from './pin-plan.ts'
import { byLoad, isAway, mayRunOn, type Place, type Placed, type Placing, sortReaches } from './placing.ts'

export type Shift = Readonly<{ placed: Placed; to: Place }>

/** One vCPU that goes elsewhere, or two that change places. `drop`: how much the potential falls, more than 0. */
export type Step = Readonly<{ shifts: readonly [Shift] | readonly [Shift, Shift]; drop: number }>

/** What must stay where it is for now, whatever would be gained. */
export type Holds = Readonly<{
  mayMove(placed: Placed): boolean
  mayComeTo(placed: Placed, place: Place): boolean
  /** It was moved lately, so that only what cannot be noise moves it again. */
  isWary(placed: Placed): boolean
  /** Both in one round, each of which may. */
  mayBoth(one: Placed, other: Placed): boolean
}>

export const noHolds: Holds = { mayMove: () => true, mayComeTo: () => true, isWary: () => false, mayBoth: () => true }

/** Pairs that one search for a swap looks at: a bound for hosts with thousands of vCPUs. */
const MOST_PAIRS = 100_000

/**
 * The move that lowers the potential most among those from the most loaded core that has one; where no core has one, such a swap.
 *
 * With E the load of a core for each CPU of its capacity c, the potential is the sum of c E². A vCPU of demand u that goes from b to f
 * changes it by u (u (1/c_b + 1/c_f) - 2G), where G = E_b - E_f. To be away from its home node costs it another 2u times the charge,
 * a part of u, since remote memory costs the more the more is done. Accepted is what has u (1/c_b + 1/c_f) / 2 <= G - margin - charge,
 * the charge negative for one that comes home, so that each move lowers the sum by 2u times the margin at least. A swap is a move of the difference of both, charged for both.
 */
export function findStep(placing: Placing, limits: PinLimits, holds: Holds): Step | undefined {
  sortReaches(placing)
  const rising = placing.places.toSorted(byLoad)
  const falling = rising.toReversed()
  const largestCapacity = rising.reduce((most, { core }) => Math.max(most, core.capacity), 0)
  for (const from of falling) {
    const step = bestMove(from, largestCapacity, limits, holds)
    if (step !== undefined) return step
  }
  return bestSwap(falling, rising, limits, holds)
}

function bestMove(from: Place, largestCapacity: number, limits: PinLimits, holds: Holds): Step | undefined {
  let best: Step | undefined
  for (const placed of from.vcpus) {
    if (!holds.mayMove(placed)) continue
    const { demandPercent } = placed.vcpu
    const isWary = holds.isWary(placed)
    const leastWeight = demandPercent * (1 / from.core.capacity + 1 / largestCapacity)
    const homeGain = isAway(placed, from) ? placed.awayCharge : 0
    for (const to of placed.reach.rising) {
      // They are in order of load: from here on less is gained and no less asked for.
      const leastDrop = 2 * demandPercent * marginOf(from, to, isWary, limits)
      const bound = demandPercent * (2 * (from.load - to.load + homeGain) - leastWeight)
      if (bound < leastDrop || bound <= (best?.drop ?? 0)) break
      if (to === from) continue
      const weight = demandPercent * (1 / from.core.capacity + 1 / to.core.capacity)
      const drop = demandPercent * (2 * (from.load - to.load - chargeOf(placed, to)) - weight)
      if (drop >= leastDrop && drop > (best?.drop ?? 0) && holds.mayComeTo(placed, to))
        best = { shifts: [{ placed, to }], drop }
    }
  }
  return best
}

/** Only between cores of which one is loaded more by the margin: a swap is there to even out, not to bring VMs home. */
function bestSwap(
  falling: readonly Place[],
  rising: readonly Place[],
  limits: PinLimits,
  holds: Holds,
): Step | undefined {
  let pairs = 0
  for (const from of falling) {
    let best: Step | undefined
    for (const to of rising) {
      if (from.load - to.load <= marginOf(from, to, false, limits) || pairs > MOST_PAIRS) break
      pairs += from.vcpus.length * to.vcpus.length
      best = betterSwap(from, to, best, limits, holds)
    }
    if (best !== undefined) return best
  }
  return undefined
}

function betterSwap(
  from: Place,
  to: Place,
  known: Step | undefined,
  limits: PinLimits,
  holds: Holds,
): Step | undefined {
  let best = known
  const gap = from.load - to.load
  const weight = 1 / from.core.capacity + 1 / to.core.capacity
  for (const one of from.vcpus) {
    if (!mayGo(one, to, holds)) continue
    const oneCharge = 2 * one.vcpu.demandPercent * chargeOf(one, to)
    for (const other of to.vcpus) {
      const less = one.vcpu.demandPercent - other.vcpu.demandPercent
      if (less < limits.leastDemandPercent) continue
      const isWary = holds.isWary(one) || holds.isWary(other)
      if (isWary && less < (limits.loadChangePercent / 100) * one.vcpu.demandPercent) continue
      const charges = oneCharge + 2 * other.vcpu.demandPercent * chargeOf(other, from)
      const drop = less * (2 * gap - less * weight) - charges
      if (drop < 2 * less * marginOf(from, to, isWary, limits) || drop <= (best?.drop ?? 0)) continue
      if (mayGo(other, from, holds) && holds.mayBoth(one, other))
        best = {
          shifts: [
            { placed: one, to },
            { placed: other, to: from },
          ],
          drop,
        }
    }
  }
  return best
}

/**
 * What scatters does so in proportion: where there is little load, less of a gain may be noise. What is wary must gain all that noise may
 * have added to the load of one core and taken from that of the other: half of what demands may differ by from one round to another.
 */
function marginOf(from: Place, to: Place, isWary: boolean, limits: PinLimits): number {
  const both = from.load + to.load
  const margin = Math.min(limits.marginPercent, Math.max(limits.leastMarginPercent, limits.marginShare * both))
  return margin + (isWary ? (both * limits.loadChangePercent) / 200 : 0)
}

const mayGo = (placed: Placed, to: Place, holds: Holds): boolean =>
  holds.mayMove(placed) && mayRunOn(placed, to) && holds.mayComeTo(placed, to)

/** For each percent of its demand: positive away from home, negative back home, otherwise 0. */
function chargeOf(placed: Placed, to: Place): number {
  return placed.awayCharge * (Number(isAway(placed, to)) - Number(isAway(placed, placed.place)))
}
