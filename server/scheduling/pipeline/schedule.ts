import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { withPending } from '../facts/with-pending.ts'
import { vmAffinityFilter } from '../filters/vm-affinity.ts'
import type { Decision } from './decision.ts'
import { groupVms, inSchedulingOrder } from './group-vms.ts'
import { type PlaceLimits, type PlaceOptions, place } from './place.ts'

export type ScheduleRequest = PlaceLimits &
  Readonly<{
    vms: readonly VmFacts[]
    /** Each for itself, though rules would keep them together. */
    doNotGroup?: boolean
  }>

export type Schedule = Readonly<{
  /** One for each group, in the order in which they were made. */
  decisions: readonly Decision[]
  /** With what the decisions have booked. */
  situation: Situation
}>

/**
 * Places many VMs one group after the other; each sees what those before it have taken. VMs that must be together are one
 * group, unless rules between VMs do not bind here or the policy does not enforce them. Source: rules §3 steps 7 to 9.
 */
export function schedule({ vms, doNotGroup = false, ...limits }: ScheduleRequest, options: PlaceOptions): Schedule {
  let { situation } = options
  const decisions: Decision[] = []
  for (const group of groupsOf(vms, doNotGroup, options)) {
    const decision = place(group, limits, { ...options, situation })
    decisions.push(decision)
    if (decision.hostId !== undefined) situation = withPending(situation, group, decision.hostId)
  }
  return { decisions, situation }
}

function groupsOf(vms: readonly VmFacts[], doNotGroup: boolean, { situation, policy }: PlaceOptions) {
  if (vms.length === 1) return [vms]
  const ordered = inSchedulingOrder(vms)
  const { affinityGroups = [], ignoreVmAffinity = false } = situation
  const isEnforced = policy.filters.some(({ id }) => id === vmAffinityFilter.id)
  if (doNotGroup || ignoreVmAffinity || !isEnforced) return ordered.map(vm => [vm])
  return groupVms(ordered, affinityGroups)
}
