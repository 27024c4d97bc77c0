import type { HostPins } from '../../shared/api/pins.ts'
import type { CpuView } from '../tuning/pinning/cpu-view.ts'
import { vcpuKey } from '../tuning/pinning/cpu-view.ts'
import type { PinLook } from '../tuning/pinning/pin-balancer.ts'
import type { PinLimits } from '../tuning/pinning/pin-plan.ts'
import { settle } from '../tuning/pinning/plan-pins.ts'
import type { PinHeatColumn } from '../tuning/record/pin-heat.ts'
import { pinOf } from '../tuning/restore/compose-changes.ts'
import type { TouchedKnob } from '../tuning/restore/touched-knobs.ts'

export type HostPinsParts = Readonly<{
  looked: PinLook | undefined
  heat: readonly PinHeatColumn[]
  touched: ReadonlyMap<string, TouchedKnob>
  limits: PinLimits
}>

/** Who runs where, what all moves together would make of it, and how it was over time. */
export function hostPinsView({ looked, heat, touched, limits }: HostPinsParts): HostPins {
  const columns = heat.map(({ atMs, loadPercent, vcpus, spreadPercent }) => ({
    ...{ atMs, spreadPercent },
    loadPercent: [...loadPercent],
    vcpus: [...vcpus],
  }))
  if (looked === undefined) return { cores: [], vcpus: [], leftAlone: [], proposed: [], heat: columns }
  const { view, plan } = looked
  const settled = settle(view, limits)
  const [now, after] = [demands(view), demands(settled.view)]
  const coreAfter = new Map(settled.view.vcpus.map(vcpu => [vcpuKey(vcpu), vcpu.core]))
  return {
    atMs: view.atMs,
    cores: view.cores.map(({ cpuIds, nodeId, capacity, fixedPercent }, index) => ({
      cpuIds: [...cpuIds],
      ...(nodeId !== undefined && { nodeId }),
      ...{ capacity, fixedPercent },
      loadPercent: now[index] ?? 0,
      afterPercent: after[index] ?? 0,
    })),
    vcpus: view.vcpus.map(vcpu => {
      const { vmId, vmName, demandPercent, core } = vcpu
      const { pin, was } = pinsOf(touched.get(`pins ${vmId}`) ?? [], vcpu.vcpu, view.cores[core]?.cpuIds ?? [])
      return {
        ...{ vmId, vmName, vcpu: vcpu.vcpu, demandPercent, core },
        coreAfter: coreAfter.get(vcpuKey(vcpu)) ?? core,
        ...(pin && { pinnedTo: [...pin.cpuIds] }),
        ...(was && { wasPinnedTo: [...was.cpuIds] }),
      }
    }),
    leftAlone: [...view.leftAlone],
    before: settled.before,
    after: settled.after,
    proposed: settled.moves.map(({ vmId, vmName, vcpu, demandPercent, fromCore, cpuIds, kind, reason }) => ({
      ...{ vmId, vmName, vcpu, demandPercent, kind, reason },
      fromCpuIds: [...(view.cores[fromCore]?.cpuIds ?? [])],
      toCpuIds: [...cpuIds],
    })),
    standing: plan.standing,
    heat: columns,
  }
}

/** By us, and as it was found; of doubts that which fits where it is. */
function pinsOf(doubts: TouchedKnob, vcpu: number, cpuIds: readonly number[]) {
  const all = doubts.flatMap(change => {
    const pin = change.knob === 'pins' ? pinOf(change.to, vcpu) : undefined
    return change.knob === 'pins' && pin ? [{ pin, was: pinOf(change.from, vcpu) }] : []
  })
  const fits = all.find(({ pin }) => pin.cpuIds.every(id => cpuIds.includes(id)))
  return fits ?? all[0] ?? { pin: undefined, was: undefined }
}

/** Of each core, percent of one CPU, not divided by its capacity. */
function demands({ cores, vcpus }: CpuView): number[] {
  const sums = cores.map(({ fixedPercent }) => fixedPercent)
  for (const { core, demandPercent } of vcpus) sums[core] = (sums[core] ?? 0) + demandPercent
  return sums
}
