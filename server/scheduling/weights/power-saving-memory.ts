import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { strictIntegerProperty } from '../facts/properties.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { type HostWeight, unknown, type WeightUnit, weight } from '../unit.ts'
import { memoryAfterMiB, mostSchedulingMiB } from './memory-after.ts'
import { sameForAll } from './same-for-all.ts'

/** So that a host that is too full still comes after the emptiest. */
const BEYOND_THE_MOST = 1.1

/** Both in MiB of scheduling memory. */
type Limits = Readonly<{ overUtilized: number; underUtilized: number }>

/** Prefers hosts with least memory left, down to MaxFreeMemoryForOverUtilized. Source: rules §6.3. */
export const powerSavingMemoryWeight: WeightUnit = {
  kind: 'weight',
  id: '9dfe6086-646d-43b8-8eef-4d94de8472c8',
  name: 'OptimalForMemoryPowerSaving',
  properties: ['MaxFreeMemoryForOverUtilized', 'MinFreeMemoryForUnderUtilized'],
  weigh: (group, hosts, situation) => {
    const { properties } = situation
    const overUtilized = strictIntegerProperty(properties, 'MaxFreeMemoryForOverUtilized', 0)
    if (overUtilized === undefined) return sameForAll(hosts, unknown('properties.MaxFreeMemoryForOverUtilized'))
    const underUtilized = strictIntegerProperty(properties, 'MinFreeMemoryForUnderUtilized', Number.POSITIVE_INFINITY)
    if (underUtilized === undefined) return sameForAll(hosts, unknown('properties.MinFreeMemoryForUnderUtilized'))
    const scaleMiB = BEYOND_THE_MOST * mostSchedulingMiB(hosts)
    const limits = { overUtilized, underUtilized }
    return new Map(hosts.map(host => [host.id, weightOf(group, host, situation, limits, scaleMiB)]))
  },
}

function weightOf(
  group: readonly VmFacts[],
  host: HostFacts,
  situation: Situation,
  { overUtilized, underUtilized }: Limits,
  scaleMiB: number,
): HostWeight {
  const leftMiB = memoryAfterMiB(group, host, situation)
  if (leftMiB === undefined) return unknown('host.maxSchedulingMiB')
  const weightAt = (atMiB: number): number =>
    // 0 / 0 where no host has any memory left; Java makes that 0.
    Math.trunc((scaleMiB === 0 ? 0 : atMiB / scaleMiB) * (situation.config.MaxSchedulerWeight - 1)) + 1
  const left = `${Math.round(leftMiB)} MiB would be left for scheduling`
  if (leftMiB >= overUtilized) {
    return weight(weightAt(leftMiB), reason('memory-after', `${left}.`, { leftMiB }))
  }
  // What is missing is put on top of the upper limit: the fuller, the worse.
  const countedMiB = Math.min(scaleMiB, underUtilized + overUtilized - leftMiB)
  const text = `${left}, less than ${overUtilized} MiB.`
  return weight(weightAt(countedMiB), reason('memory-too-little', text, { leftMiB, limitMiB: overUtilized }))
}
