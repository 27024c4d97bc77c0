import { clamp } from '../../shared/measure/statistics.ts'
import { vcpusPerCpu } from '../../shared/measure/vcpus-per-cpu.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { HostEffect } from '../../shared/plan/recommendation.ts'

/** Without one of these nothing is said of what it tells. */
export type MovedCpu = Readonly<{
  /** What the VM uses of CPU, in percent of one logical CPU. */
  cpuPoints?: number | undefined
  /** The vCPUs of all VMs that run on a host. */
  vcpusOn?: (host: Host) => number
}>

/**
 * What moving `vm` does to both hosts, source first. The VM counts with its whole memory on both sides: how much of it is
 * resident is not known, and the destination must be able to hold all of it. undefined when a host's memory is not known.
 */
export function hostEffects(
  vm: Vm,
  from: Host,
  to: Host,
  { cpuPoints, vcpusOn }: MovedCpu = {},
): readonly [HostEffect, HostEffect] | undefined {
  const source = effectOn(from, vm.memoryMiB, cpuPoints)
  const destination = effectOn(to, -vm.memoryMiB, cpuPoints === undefined ? undefined : -cpuPoints)
  if (source === undefined || destination === undefined) return undefined
  if (vcpusOn === undefined) return [source, destination]
  return [
    { ...source, ...contention(from, vcpusOn(from), -vm.vcpus) },
    { ...destination, ...contention(to, vcpusOn(to), vm.vcpus) },
  ]
}

function contention({ threads, cores }: Host, vcpus: number, added: number): Partial<HostEffect> {
  const cpus = threads ?? cores
  if (cpus === undefined) return {}
  return { vcpusPerCpuBefore: vcpusPerCpu(vcpus, cpus), vcpusPerCpuAfter: vcpusPerCpu(vcpus + added, cpus) }
}

/** Does the fuller of the two hosts end less full? By how many percentage points; zero or less: the move is no help. */
export const reliefPercent = ([source, destination]: readonly [HostEffect, HostEffect]): number =>
  Math.max(source.memoryUsedBeforePercent, destination.memoryUsedBeforePercent) -
  Math.max(source.memoryUsedAfterPercent, destination.memoryUsedAfterPercent)

function effectOn(host: Host, freedMiB: number, freedPoints: number | undefined): HostEffect | undefined {
  const { totalMiB, statistics } = host
  const freeMiB = statistics.memoryFreeMiB
  if (freeMiB === undefined || !Number.isFinite(freeMiB) || !(totalMiB > 0)) return undefined
  const freeAfterMiB = clamp(freeMiB + freedMiB, 0, totalMiB)
  const usedPercent = (free: number) => rounded((100 * (totalMiB - free)) / totalMiB)
  const { cpuPercent } = statistics
  const cpus = host.threads ?? host.cores
  return {
    host: { id: host.id, name: host.name },
    memoryTotalMiB: totalMiB,
    memoryFreeBeforeMiB: freeMiB,
    memoryFreeAfterMiB: freeAfterMiB,
    memoryUsedBeforePercent: usedPercent(freeMiB),
    memoryUsedAfterPercent: usedPercent(freeAfterMiB),
    ...(cpuPercent !== undefined && { cpuBeforePercent: cpuPercent }),
    ...(cpuPercent !== undefined &&
      freedPoints !== undefined &&
      cpus !== undefined && { cpuAfterPercent: rounded(cpuPercent - freedPoints / Math.max(cpus, 1)) }),
  }
}

const rounded = (percent: number): number => Math.round(clamp(percent, 0, 100) * 10) / 10
