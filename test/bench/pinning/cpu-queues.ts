import type { Sample, WorldHost } from './pcpu-world.ts'

/** A vCPU on a CPU, as both rules of vm-balancer see it: only how long it ran, percent of one CPU. */
export type QueuedVcpu = Readonly<{ at: number; vm: number; vcpu: number; usePercent: number }>

export type CpuQueue = Readonly<{ cpu: number; usePercent: number; vcpus: readonly QueuedVcpu[] }>

/** What is on each CPU, in the order of VMs and of their vCPUs; uses are made whole by `whole`, each for itself. */
export function cpuQueues({ cores, vcpus }: WorldHost, sample: Sample, whole: (percent: number) => number): CpuQueue[] {
  const queues = cores.flatMap(({ cpuIds }) => cpuIds).map((): QueuedVcpu[] => [])
  for (const [at, { vm, vcpu }] of vcpus.entries()) {
    queues[sample.onCpu[at] ?? -1]?.push({ at, vm, vcpu, usePercent: whole(sample.runPercent[at] ?? 0) })
  }
  return queues.map((vcpus, cpu) => ({
    cpu,
    vcpus,
    usePercent: vcpus.reduce((sum, { usePercent }) => sum + usePercent, 0),
  }))
}

/** The first of equals. */
export const leastUsed = <T extends Readonly<{ usePercent: number }>>(all: readonly T[]): T | undefined =>
  all.reduce<T | undefined>((least, one) => (least && least.usePercent <= one.usePercent ? least : one), undefined)

/** The first of equals. */
export const mostUsed = <T extends Readonly<{ usePercent: number }>>(all: readonly T[]): T | undefined =>
  all.reduce<T | undefined>((most, one) => (most && most.usePercent >= one.usePercent ? most : one), undefined)
