import type { Fleet } from './fleet.ts'
import type { Host } from './hosts-and-vms.ts'
import { trapezoidWs } from './metrics.ts'
import { shareCpu } from './share-cpu.ts'

export type SpanTotals = Readonly<
  Record<'energyWs' | 'activeS' | 'shortS' | 'askedMipsS' | 'migrationShortMipsS', number>
>

/**
 * What a span of time costs in which no VM changes its host, given what each VM asks for at its two ends. Power goes evenly
 * from one end to the other; whether CPU is short is read at the beginning, as CloudSim does. Empty hosts are off.
 */
export function measureSpan(
  hosts: readonly Host[],
  fleet: Fleet,
  mipsOf: Readonly<{ start: readonly number[]; end: readonly number[] }>,
  seconds: number,
): SpanTotals {
  const leavingIds = new Set(fleet.migrations.map(({ vmId }) => vmId))
  const arrivals = new Map<number, number[]>()
  for (const { vmId, toHostId } of fleet.migrations) {
    arrivals.set(toHostId, [...(arrivals.get(toHostId) ?? []), vmId])
  }
  const totals = { energyWs: 0, activeS: 0, shortS: 0, askedMipsS: 0, migrationShortMipsS: 0 }
  for (const host of hosts) {
    const residents = fleet.residents[host.id] ?? []
    const arriving = arrivals.get(host.id) ?? []
    if (residents.length + arriving.length === 0) continue
    const [staying, leaving] = [residents.filter(id => !leavingIds.has(id)), residents.filter(id => leavingIds.has(id))]
    const shareAt = (mips: readonly number[]) => {
      const asked = (ids: readonly number[]) => ids.map(id => mips[id] ?? 0)
      return shareCpu(host, { staying: asked(staying), leaving: asked(leaving), arriving: asked(arriving) })
    }
    const [first, last] = [shareAt(mipsOf.start), shareAt(mipsOf.end)]
    totals.energyWs += trapezoidWs(host.powerW(first.load), host.powerW(last.load), seconds)
    totals.activeS += seconds
    if (first.isShort) totals.shortS += seconds
    totals.askedMipsS += seconds * residents.reduce((total, id) => total + (mipsOf.start[id] ?? 0), 0)
    totals.migrationShortMipsS += seconds * first.leavingShortMips
  }
  return totals
}
