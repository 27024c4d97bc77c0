import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { type HostChange, isSameCpus, pinOf } from './compose-changes.ts'

/** A host as far as pins must know. */
export type CpusOfHost = readonly number[] | undefined

/**
 * What of a change a VM has brought along from one host to another, as the other shows it; undefined: nothing. Of pins only those that
 * came along, and what they go back to there: all CPUs, where it was all, and otherwise those that there are.
 */
export function carriedChange(
  change: HostChange,
  { vcpus }: Pick<GuestReading, 'vcpus'>,
  cpus: Readonly<{ from: CpusOfHost; to: CpusOfHost }>,
): HostChange | undefined {
  if (change.knob !== 'pins') return change
  const to = change.to.filter(({ vcpu, cpuIds }) => {
    const now = vcpus.find(({ index }) => index === vcpu)
    return now !== undefined && (now.pinnedTo === undefined || isSameCpus(now.pinnedTo, cpuIds))
  })
  if (to.length === 0) return undefined
  const from = to.flatMap(({ vcpu }) => {
    const pin = pinOf(change.from, vcpu)
    return pin === undefined ? [] : [{ vcpu, cpuIds: elsewhere(pin.cpuIds, cpus) }]
  })
  return { ...change, from, to }
}

function elsewhere(cpuIds: readonly number[], { from, to }: Readonly<{ from: CpusOfHost; to: CpusOfHost }>): number[] {
  if (to === undefined) return [...cpuIds]
  const there = cpuIds.filter(id => to.includes(id))
  return there.length === 0 || (from !== undefined && isSameCpus(cpuIds, from)) ? [...to] : there
}
