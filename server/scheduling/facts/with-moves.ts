import type { HostFacts } from './host-facts.ts'
import { vmLoad } from './host-load.ts'
import { hostOf, type Situation, vmOf, vmsOn } from './situation.ts'
import { totalRequiredNoHugeMiB } from './vm-memory.ts'

/** What VMs that come and go change of a host. */
type Change = { vms: number; bookedMiB: number; memoryMiB: number; load: number }

/**
 * The situation after VMs have moved (VM id → host id, undefined: it runs nowhere): their hosts have memory and load back, the
 * others less. An estimate of both: what a VM uses is told of no VM, so it counts with its share of what its host uses.
 */
export function withMoves(situation: Situation, moves: ReadonlyMap<string, string | undefined>): Situation {
  if (moves.size === 0) return situation
  const changes = new Map<string, Change>()
  const count = (hostId: string | undefined, vmId: string, sign: 1 | -1): void => {
    const vm = vmOf(situation, vmId)
    if (hostId === undefined || vm === undefined) return
    const home = vm.hostId === undefined ? undefined : hostOf(situation, vm.hostId)
    const usedMiB = vm.memoryMiB * (home === undefined ? 1 : residentShare(home, situation))
    const { vms, bookedMiB, memoryMiB, load } = changes.get(hostId) ?? { vms: 0, bookedMiB: 0, memoryMiB: 0, load: 0 }
    changes.set(hostId, {
      vms: vms + sign,
      bookedMiB: bookedMiB + sign * totalRequiredNoHugeMiB(vm, situation.cluster),
      memoryMiB: memoryMiB + sign * usedMiB,
      load: load + sign * vmLoad(vm, situation),
    })
  }
  for (const [vmId, hostId] of moves) {
    count(vmOf(situation, vmId)?.hostId, vmId, -1)
    count(hostId, vmId, 1)
  }
  return {
    ...situation,
    hosts: situation.hosts.map(host => changed(host, changes.get(host.id))),
    vms: situation.vms.map(vm => {
      if (!moves.has(vm.id)) return vm
      const { hostId: _, ...rest } = vm
      const hostId = moves.get(vm.id)
      return hostId === undefined ? rest : { ...rest, hostId }
    }),
  }
}

/** How much of their memory the VMs of a host use, 0..1, were all of its use theirs. 1 where it was not measured. */
export function residentShare({ id, physicalMiB, freeMiB }: HostFacts, situation: Situation): number {
  if (freeMiB === undefined) return 1
  const promisedMiB = vmsOn(situation, id).reduce((sum, { memoryMiB }) => sum + memoryMiB, 0)
  return promisedMiB > 0 ? Math.min(1, Math.max(0, physicalMiB - freeMiB) / promisedMiB) : 1
}

function changed(host: HostFacts, change: Change | undefined): HostFacts {
  if (change === undefined) return host
  const { vms, bookedMiB, memoryMiB, load } = change
  const { maxSchedulingMiB, freeMiB, usagePercent, physicalMiB } = host
  return {
    ...host,
    vmCount: Math.max(0, host.vmCount + vms),
    vmActive: Math.max(0, host.vmActive + vms),
    ...(maxSchedulingMiB !== undefined && { maxSchedulingMiB: Math.max(0, maxSchedulingMiB - bookedMiB) }),
    ...(freeMiB !== undefined && { freeMiB: Math.round(Math.min(physicalMiB, Math.max(0, freeMiB - memoryMiB))) }),
    ...(usagePercent !== undefined && {
      usagePercent: Math.min(100, Math.max(0, usagePercent + Math.trunc(load / (host.cores ?? 1)))),
    }),
  }
}
