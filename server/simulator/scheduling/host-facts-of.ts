import { bytesToMiB } from '../../../shared/measure/memory.ts'
import type { HostFacts, NumaNode } from '../../scheduling/facts/host-facts.ts'
import { type Model, residentsOf } from '../world/model.ts'
import { maxSchedulingMiB } from '../world/scheduling-memory.ts'
import type { SimHost, SimNumaNode } from '../world/state.ts'

/** What no simulated host has, and no VM here asks for. */
const without = {
  hooks: [],
  networks: [],
  emulatedMachines: [],
  cpuFlags: new Set<string>(),
  freeHugePages: new Map<number, number>(),
  freeVirtualFunctions: new Map<string, number>(),
  mediatedDevices: new Map<string, number>(),
  freeDevices: new Set<string>(),
  leaseDomainIds: new Set<string>(),
  passthroughEnabled: false,
} satisfies Partial<HostFacts>

/** A host as the engine knows it: what it last measured, and what it has booked there. */
export function hostFactsOf(model: Model, host: SimHost): HostFacts {
  const { measured, cpu } = host
  const cores = cpu.sockets * cpu.cores
  const swapTotalMiB = bytesToMiB(host.swapTotalBytes)
  const residents = [...residentsOf(model, host.id)]
  const copies = [...model.copies.values()].filter(({ fromHostId, toHostId }) =>
    [fromHostId, toHostId].includes(host.id),
  )
  return {
    ...without,
    id: host.id,
    name: host.name,
    address: host.address,
    status: host.status,
    sockets: cpu.sockets,
    cores,
    threads: cores * cpu.threads,
    usagePercent: Math.trunc(measured.cpuUserPercent + measured.cpuSystemPercent),
    cpuOverCommitSinceMs: model.overCommitSince.get(host.id) ?? null,
    spm: host.isSpm ? 'spm' : 'none',
    physicalMiB: bytesToMiB(host.memoryBytes),
    freeMiB: Math.floor((bytesToMiB(host.memoryBytes) * (100 - measured.memoryUsedPercent)) / 100),
    swapTotalMiB,
    swapFreeMiB: swapTotalMiB - bytesToMiB(measured.swapUsedBytes),
    maxSchedulingMiB: maxSchedulingMiB(model, host),
    vmCount: residents.length,
    vmActive: residents.filter(({ status }) => status === 'up').length,
    vmMigrating: copies.length,
    // One node is none, as in what the engine tells.
    numaNodes: host.numa.length > 1 ? host.numa.map(numaNodeOf) : [],
  }
}

const numaNodeOf = ({ index, memoryMiB, cpus }: SimNumaNode): NumaNode => ({ index, totalMiB: memoryMiB, cpuIds: cpus })
