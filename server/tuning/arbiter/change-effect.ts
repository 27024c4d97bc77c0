import type { Limit } from '../../../shared/model/host-reading.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import type { WantedChange } from './arbitration.ts'

type Change<Knob extends KnobChange['knob']> = Extract<KnobChange, { knob: Knob }>

/**
 * A VM is left with no less by it than before: more memory, a higher limit, more CPUs to run on, or what it had before anybody
 * came. Not giving back is, besides taking, every move of a pin, and starting KSM.
 */
export function givesBack({ by, change }: WantedChange): boolean {
  if (by === 'restore') return true
  switch (change.knob) {
    case 'balloon':
      return change.toKiB >= change.fromKiB
    case 'cpu':
      return !lowersCpu(change)
    case 'io':
      return !lowersIo(change)
    case 'pins':
      return widens(change)
    case 'ksm':
      return !startsKsm(change)
    case 'request':
      return false
  }
}

export const startsKsm = (change: KnobChange): boolean =>
  change.knob === 'ksm' && change.to.run === 'merge' && change.from.run !== 'merge'

export const takesMemory = (change: KnobChange): boolean => change.knob === 'balloon' && change.toKiB < change.fromKiB

/** Less run time in each period, or less weight. What `to` does not name stays, and of what was not known nothing was limited. */
export function lowersCpu(change: KnobChange): boolean {
  if (change.knob !== 'cpu') return false
  const { from, to } = change
  const share = (quotaUs: Limit | undefined, periodUs: number | undefined) =>
    numberOf(to.quotaUs === undefined ? 1 : quotaUs) / (to.periodUs === undefined ? 1 : (periodUs ?? to.periodUs))
  const isLess = share(to.quotaUs, to.periodUs) < share(from.quotaUs, from.periodUs)
  return isLess || (to.shares !== undefined && to.shares < (from.shares ?? Number.POSITIVE_INFINITY))
}

const lowersIo = ({ from, to }: Change<'io'>): boolean =>
  (Object.keys(to) as (keyof typeof to)[]).some(name => numberOf(to[name]) < numberOf(from[name]))

const widens = ({ from, to }: Change<'pins'>): boolean =>
  to.every(({ vcpu, cpuIds }) => {
    const before = from.find(pin => pin.vcpu === vcpu)
    return before?.cpuIds.every(id => cpuIds.includes(id)) ?? false
  })

const numberOf = (limit: Limit | undefined): number => (typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY)
