import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { CpuView } from './cpu-view.ts'
import type { Evenness, PinLimits, PinMove } from './pin-plan.ts'

/** The host is idle. */
export function idleStanding({ demandPercent }: Evenness, wasActive: boolean, limits: PinLimits): Reason {
  const demand = tenths(demandPercent)
  const [above, below] = [limits.beginAbovePercent, limits.releaseBelowPercent]
  const values = { demand, above, below }
  const uses = `VMs and the host itself use ${demand} % of its CPUs`
  if (wasActive) return reason('pin-release', `${uses}, less than ${below} %: what was pinned is given back.`, values)
  return reason('pin-idle', `${uses}: nothing is pinned up to ${above} %.`, values)
}

/** No move is worth anything. */
export function calmStanding({ vcpus, leftAlone }: CpuView, evenness: Evenness, limits: PinLimits): Reason {
  if (vcpus.length === 0) {
    const text = `No vCPU here may be moved; ${leftAlone.length} VMs are left alone.`
    return reason('pin-none-movable', text, { leftAlone: leftAlone.length })
  }
  const values = { ...loadsOf(evenness), margin: limits.marginPercent, vcpus: vcpus.length }
  const loads = `Cores are loaded by ${values.lowest} % to ${values.highest} %`
  if (evenness.spreadPercent <= limits.marginPercent)
    return reason('pin-even', `${loads}, which is even enough: the margin is ${values.margin} %.`, values)
  const text = `${loads}, and no move or swap of the ${values.vcpus} vCPUs that may be moved gains ${values.margin} % or more.`
  return reason('pin-nothing-fits', text, values)
}

export function waitingStanding(round: number, { patience }: PinLimits, evenness: Evenness): Reason {
  const values = { ...loadsOf(evenness), round, patience }
  const text = `Cores are loaded by ${values.lowest} % to ${values.highest} %: a move would help, seen in ${round} of the ${patience} rounds in a row that it takes.`
  return reason('pin-waiting', text, values)
}

/** Something would help, but is not done for this reason. */
export const heldStanding = (why: Reason): Reason =>
  reason('pin-held', `A move would help, but not now: ${why.text}`, { ...why.values, because: why.code })

export function movedStanding(
  moves: readonly PinMove[],
  before: Evenness,
  after: Evenness,
  limits: PinLimits,
  isMore: boolean,
): Reason {
  const values = {
    ...{ moves: moves.length, most: limits.movesPerRound },
    ...{ before: tenths(before.spreadPercent), after: tenths(after.spreadPercent) },
  }
  const vcpus = moves.length === 1 ? '1 vCPU is moved' : `${moves.length} vCPUs are moved`
  const spread = `the spread of loads goes from ${values.before} % to ${values.after} %`
  const more = isMore ? `a round makes ${values.most} at most` : 'no more is to be gained now'
  return reason('pin-moved', `${vcpus}, ${spread}; ${more}.`, values)
}

const loadsOf = ({ lowestPercent, highestPercent }: Evenness) => ({
  lowest: tenths(lowestPercent),
  highest: tenths(highestPercent),
})

const tenths = (percent: number): number => Math.round(percent * 10) / 10
