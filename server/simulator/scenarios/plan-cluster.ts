import type { Random } from '../demand/random.ts'
import { policyIds } from '../seed/policies.ts'
import { fillHost, type Load, type Names, planVm } from './fill-host.ts'
import type { ClusterPlan, HostModel, HostPlan, HostTraits, VmPlan } from './plan.ts'
import { splitByShares } from './split.ts'
import { vmRoles } from './vm-roles.ts'

export type ClusterSpec = Readonly<{
  name: string
  description: string
  model: HostModel
  hosts: number
  vms: number
  /** Names hosts across clusters: host1, host2. */
  firstHostNumber: number
  policyId?: string
  properties?: Readonly<Record<string, string>>
  overCommitPercent?: number
  ksm?: boolean
  traits?: (hostIndex: number) => HostTraits
  memoryDriftPercent?: number
  memoryUse: (hostIndex: number) => number
  cpuUse: (hostIndex: number) => number
  /** VMs that a host carries beside those drawn for it; they count towards `vms`. */
  among?: (hostIndex: number) => readonly VmPlan[]
  /** The same, for a host that gets no others. */
  fixed?: (hostIndex: number) => readonly VmPlan[] | undefined
}>

/** Of the VMs of a cluster, the share that is stopped. */
const DOWN_SHARE = 0.07

/** A cluster whose hosts carry mixed VMs up to the wanted shares of memory and CPU. */
export function planCluster(random: Random, names: Names, spec: ClusterSpec): ClusterPlan {
  const fixed = Array.from({ length: spec.hosts }, (_, index) => spec.fixed?.(index))
  const fixedCount = fixed.reduce((count, vms) => count + (vms?.length ?? 0), 0)
  const otherVms = Math.max(0, spec.vms - fixedCount)
  const otherHosts = fixed.filter(vms => vms === undefined).length
  const downCount = otherHosts === 0 ? otherVms : Math.round(otherVms * DOWN_SHARE)
  const counts = splitByShares(otherVms - downCount, new Array<number>(otherHosts).fill(1))

  const hosts = fixed.map((vms, index): HostPlan => {
    const name = `host${spec.firstHostNumber + index}`
    const host = { name, model: spec.model, traits: spec.traits?.(index) ?? {} }
    if (vms !== undefined) return { ...host, vms }
    return { ...host, vms: fillHost(random, names, loadOf(spec, index, counts.shift() ?? 0)) }
  })
  return {
    name: spec.name,
    description: spec.description,
    policyId: spec.policyId ?? policyIds.memoryBalanced,
    properties: spec.properties ?? {},
    overCommitPercent: spec.overCommitPercent ?? 150,
    ksm: spec.ksm ?? false,
    hosts,
    down: Array.from({ length: downCount }, (_, index) => stoppedVm(names, index)),
    groups: [],
    labels: [],
  }
}

const loadOf = (spec: ClusterSpec, index: number, vms: number): Load => ({
  model: spec.model,
  vms,
  memoryUse: spec.memoryUse(index),
  cpuUse: spec.cpuUse(index),
  memoryDriftPercent: spec.memoryDriftPercent ?? 1,
  among: spec.among?.(index) ?? [],
})

function stoppedVm(names: Names, index: number): VmPlan {
  const role = vmRoles[index % vmRoles.length]
  if (role === undefined) throw new RangeError('there are no roles')
  return planVm(role, names(role.name), role.sizesMiB[0] ?? 1_024)
}
