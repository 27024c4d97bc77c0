import type { WorldHost } from './pcpu-world.ts'

type PlacedVcpu = Readonly<{ on: number; percent: number }>

/** A host of so many CPUs, one a core, and VMs by their vCPUs: on which CPU each is, and what it always asks for. */
export const aWorldHost = (cpus: number, vms: readonly (readonly PlacedVcpu[])[]): WorldHost => ({
  name: 'host',
  cores: Array.from({ length: cpus }, (_, cpu) => ({ cpuIds: [cpu], capacity: 1, fixedPercent: 0 })),
  vcpus: vms.flatMap((vcpus, vm) => vcpus.map(({ on }, vcpu) => ({ vm, vcpu, startCpu: on, isTogether: false }))),
  demandAt: (_, vcpu) => vms.flat()[vcpu]?.percent ?? 0,
})

/** A host by its CPUs: what is asked for on each, by VMs of one vCPU. */
export const aWorldOfQueues = (queues: readonly (readonly number[])[]): WorldHost =>
  aWorldHost(
    queues.length,
    queues.flatMap((percents, on) => percents.map(percent => [{ on, percent }])),
  )

export const usualTimes = { roundMs: 10_000, residenceMs: 600_000, loadChangePercent: 20 }
