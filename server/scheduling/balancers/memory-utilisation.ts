/** Which hosts are short of memory and which have much to spare, for the balancers. Source: rules §9.3, §7. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { strictIntegerProperty } from '../facts/properties.ts'
import { unknown } from '../unit.ts'
import { type Judgement, no, yes } from './judgement.ts'

/** A host with less than `overBelowMiB` is short of memory (0: none is); one with more than `underAboveMiB` has plenty. */
export type MemoryLimits = Readonly<{ overBelowMiB: number; underAboveMiB: number }>

const SHORT = 'MaxFreeMemoryForOverUtilized'
const PLENTY = 'MinFreeMemoryForUnderUtilized'

/**
 * Other than most properties these are read strictly (`Long.parseLong`): there a value that is no whole number throws and
 * ends the balancing of all clusters that follow; here it is a problem that names the property. Source: rules §1, §9.3.
 */
export function memoryLimits(
  properties: Readonly<Record<string, string>>,
  plentyByDefaultMiB: number | 'not-read',
): MemoryLimits | Readonly<{ problem: Reason }> {
  const short = strictIntegerProperty(properties, SHORT, 0)
  if (short === undefined) return { problem: malformed(SHORT, properties) }
  if (plentyByDefaultMiB === 'not-read') return { overBelowMiB: short, underAboveMiB: Number.POSITIVE_INFINITY }
  const plenty = strictIntegerProperty(properties, PLENTY, plentyByDefaultMiB)
  if (plenty === undefined) return { problem: malformed(PLENTY, properties) }
  return { overBelowMiB: short, underAboveMiB: plenty }
}

function malformed(property: string, properties: Readonly<Record<string, string>>): Reason {
  const value = properties[property] ?? ''
  const text = `Nothing is balanced: the property ${property} is "${value}", not a whole number of MiB.`
  return reason('bad-property', text, { property, value })
}

/** Less memory to schedule than the limit, and VMs enough. With a limit of 0 nothing needs to be known. */
export function memoryShort(host: HostFacts, limitMiB: number, minVms: number): Judgement {
  if (limitMiB <= 0) return no(reason('memory-limit-off', 'There is no limit below which memory is short.'))
  if (host.maxSchedulingMiB === undefined) return unknown('host.maxSchedulingMiB')
  const { maxSchedulingMiB, vmCount } = host
  const values = { maxSchedulingMiB, limitMiB, vmCount, minVms }
  if (maxSchedulingMiB >= limitMiB) {
    const text = `${maxSchedulingMiB} MiB of memory to schedule is at least ${limitMiB} MiB.`
    return no(reason('memory-enough', text, values))
  }
  if (vmCount < minVms) {
    const text = `${maxSchedulingMiB} MiB of memory to schedule is below ${limitMiB} MiB, but it has ${vmCount} VMs of ${minVms}.`
    return no(reason('memory-short-few-vms', text, values))
  }
  const text = `${maxSchedulingMiB} MiB of memory to schedule is below ${limitMiB} MiB.`
  return yes(reason('memory-short', text, values))
}

/** More memory to schedule than the limit, and VMs enough. Where the limit is endless nothing needs to be known. */
export function memoryPlenty(host: HostFacts, limitMiB: number, minVms: number): Judgement {
  if (limitMiB === Number.POSITIVE_INFINITY)
    return no(reason('memory-limit-off', 'There is no limit above which memory is plenty.'))
  if (host.maxSchedulingMiB === undefined) return unknown('host.maxSchedulingMiB')
  const { maxSchedulingMiB, vmCount } = host
  const values = { maxSchedulingMiB, limitMiB, vmCount, minVms }
  if (maxSchedulingMiB <= limitMiB) {
    const text = `${maxSchedulingMiB} MiB of memory to schedule is not above ${limitMiB} MiB.`
    return no(reason('memory-not-plenty', text, values))
  }
  if (vmCount < minVms) {
    const text = `${maxSchedulingMiB} MiB of memory to schedule is above ${limitMiB} MiB, but it has ${vmCount} VMs of ${minVms}.`
    return no(reason('memory-plenty-few-vms', text, values))
  }
  const text = `${maxSchedulingMiB} MiB of memory to schedule is above ${limitMiB} MiB.`
  return yes(reason('memory-plenty', text, values))
}
