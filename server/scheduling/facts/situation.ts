import type { AffinityGroup } from './affinity-group.ts'
import type { EngineConfig } from './engine-config.ts'
import type { HostFacts } from './host-facts.ts'
import type { VmFacts } from './vm-facts.ts'

/** A VM that was given a host and has not arrived. Its memory is already off the host's maxSchedulingMiB. */
export type PendingVm = Readonly<{ vmId: string; hostId: string }>

export type ClusterFacts = Readonly<{
  id: string
  name: string
  /** As "4.7". */
  version?: string
  threadsAsCores: boolean
  haReservation?: boolean
  /** The engine is replacing the operating system of its hosts one by one. */
  inUpgradeMode?: boolean
  architecture?: 'x86_64' | 'ppc64' | 's390x'
  /** The network of consoles; null: it has none. */
  displayNetwork?: string | null
  requiredNetworks?: ReadonlySet<string>
}>

/** Everything a unit may look at: one cluster at one time. Immutable; a what-if is another one. */
export type Situation = Readonly<{
  nowMs: number
  cluster: ClusterFacts
  hosts: readonly HostFacts[]
  /** All of the cluster, also those that are down. */
  vms: readonly VmFacts[]
  pending: readonly PendingVm[]
  /** Absent: not read. */
  affinityGroups?: readonly AffinityGroup[]
  /** Rules between VMs do not bind: the second try when a host is emptied. */
  ignoreVmAffinity?: boolean
  /** The policy's properties, overridden by the cluster's. */
  properties: Readonly<Record<string, string>>
  config: EngineConfig
}>

type Located = ReadonlyMap<string, readonly VmFacts[]>
const nobody: readonly VmFacts[] = []

/** Kept by the lists themselves: many situations share theirs, such as those between the steps of a plan. */
const running = new WeakMap<Situation['vms'], Located>()
const coming = new WeakMap<Situation['vms'], WeakMap<Situation['pending'], Located>>()
const vmsById = new WeakMap<Situation['vms'], ReadonlyMap<string, VmFacts>>()
const hostsById = new WeakMap<Situation['hosts'], ReadonlyMap<string, HostFacts>>()

function keptFor<K extends object, V>(kept: WeakMap<K, V>, key: K, make: () => V): V {
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = make()
  kept.set(key, made)
  return made
}

const byId = <T extends { readonly id: string }>(values: readonly T[]): ReadonlyMap<string, T> =>
  new Map(values.map(value => [value.id, value]))

/** VMs that are on the host now. Worked out once for a list of VMs. */
export function vmsOn({ vms }: Situation, hostId: string): readonly VmFacts[] {
  const located = keptFor(running, vms, () =>
    Map.groupBy(
      vms.filter(vm => vm.hostId !== undefined),
      vm => vm.hostId ?? '',
    ),
  )
  return located.get(hostId) ?? nobody
}

/** VMs on their way to the host. */
export function pendingOn(situation: Situation, hostId: string): readonly VmFacts[] {
  const { pending } = situation
  if (pending.length === 0) return nobody
  const ofList = keptFor(coming, situation.vms, () => new WeakMap<Situation['pending'], Located>())
  const located = keptFor(ofList, pending, () => {
    const vms = pending.flatMap(one => {
      const vm = vmOf(situation, one.vmId)
      return vm === undefined ? [] : [{ vm, hostId: one.hostId }]
    })
    return new Map([...Map.groupBy(vms, one => one.hostId)].map(([id, ones]) => [id, ones.map(({ vm }) => vm)]))
  })
  return located.get(hostId) ?? nobody
}

export const vmOf = ({ vms }: Situation, vmId: string): VmFacts | undefined =>
  keptFor(vmsById, vms, () => byId(vms)).get(vmId)

export const hostOf = ({ hosts }: Situation, hostId: string): HostFacts | undefined =>
  keptFor(hostsById, hosts, () => byId(hosts)).get(hostId)
