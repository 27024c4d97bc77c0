import type { PhysicalCpu } from '../../../shared/model/host-reading.ts'
import type { MeasuredVcpu } from './measure-vcpus.ts'

/**
 * What the host itself, QEMU's other threads and VMs not measured yet use of each CPU, in percent: what is busy less what vCPUs ran. Where
 * a vCPU ran is known only for the instant of the reading, so that a CPU seems to have too much and another too little: the
 * parts above zero are scaled to the total, which is right.
 */
export function hostLoads(cpus: readonly PhysicalCpu[], vcpus: readonly MeasuredVcpu[]): ReadonlyMap<number, number> {
  const ranOn = new Map<number, number>()
  let ran = 0
  for (const { reading, runPercent = 0 } of vcpus) {
    ran += runPercent
    if (reading.onCpuId !== undefined) ranOn.set(reading.onCpuId, (ranOn.get(reading.onCpuId) ?? 0) + runPercent)
  }
  const told = cpus.flatMap(({ id, use }) => (use ? [{ id, busy: use.userPercent + use.systemPercent }] : []))
  const others = told.map(({ id, busy }) => [id, Math.max(0, busy - (ranOn.get(id) ?? 0))] as const)
  const total = Math.max(0, told.reduce((sum, { busy }) => sum + busy, 0) - ran)
  const sum = others.reduce((all, [, percent]) => all + percent, 0)
  return new Map(sum === 0 ? [] : others.map(([id, percent]) => [id, (percent * total) / sum]))
}
