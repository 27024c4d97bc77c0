import type { HostFacts } from '../facts/host-facts.ts'
import { sharedCpus, totalSharedLoad, vmLoad } from '../facts/host-load.ts'
import type { Situation } from '../facts/situation.ts'
import { isExclusive, type VmFacts, vcpusOf } from '../facts/vm-facts.ts'

export type CpuLoadAfter = Readonly<{
  /** In percent of one CPU, pending VMs and the group counted. */
  load: number
  /** CPUs that no VM has to itself then; may fall below 1, since a weight does not refuse. */
  cpus: number
  /** vCPUs that the group brings to those CPUs. */
  addedVcpus: number
}>

/** What the host's shared CPUs would carry with the group; VMs that are there already add nothing. Source: rules §6.3. */
export function cpuLoadAfter(group: readonly VmFacts[], host: HostFacts, situation: Situation): CpuLoadAfter {
  const options = { pending: true, threadsAsCores: situation.cluster.threadsAsCores }
  const coming = group.filter(({ hostId }) => hostId !== host.id)
  const shared = coming.filter(({ pinning }) => !isExclusive(pinning))
  const exclusive = coming.filter(({ pinning }) => isExclusive(pinning))
  return {
    load: shared.reduce((sum, vm) => sum + vmLoad(vm, situation), totalSharedLoad(host, situation, options)),
    cpus: exclusive.reduce((left, vm) => left - vcpusOf(vm), sharedCpus(host, situation, options)),
    addedVcpus: shared.reduce((sum, vm) => sum + vcpusOf(vm), 0),
  }
}
