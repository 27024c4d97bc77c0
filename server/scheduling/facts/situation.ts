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

type Located = Readonly<{ running: readonly VmFacts[]; pending: readonly VmFacts[] }>
const nobody: Located = { running: [], pending: [] }
type Index = Readonly<{
  hosts: ReadonlyMap<string, HostFacts>
  vms: ReadonlyMap<string, VmFacts>
  byHost: ReadonlyMap<string, Located>
}>
const located = new WeakMap<Situation, Index>()

function locate(situation: Situation): Index {
  const known = located.get(situation)
  if (known) return known
  const hosts = new Map(situation.hosts.map(host => [host.id, host]))
  const vms = new Map(situation.vms.map(vm => [vm.id, vm]))
  const running = Map.groupBy(
    situation.vms.filter(({ hostId }) => hostId !== undefined),
    ({ hostId }) => hostId ?? '',
  )
  const pending = Map.groupBy(situation.pending, ({ hostId }) => hostId)
  const byHost = new Map(
    [...new Set([...running.keys(), ...pending.keys()])].map(id => [
      id,
      {
        running: running.get(id) ?? [],
        pending: (pending.get(id) ?? []).flatMap(({ vmId }) => vms.get(vmId) ?? []),
      },
    ]),
  )
  const made = { hosts, vms, byHost }
  located.set(situation, made)
  return made
}

/** VMs that are on the host now. Worked out once for a situation. */
export const vmsOn = (situation: Situation, hostId: string): readonly VmFacts[] =>
  (locate(situation).byHost.get(hostId) ?? nobody).running

/** VMs on their way to the host. */
export const pendingOn = (situation: Situation, hostId: string): readonly VmFacts[] =>
  (locate(situation).byHost.get(hostId) ?? nobody).pending

export const vmOf = (situation: Situation, vmId: string): VmFacts | undefined => locate(situation).vms.get(vmId)

export const hostOf = (situation: Situation, hostId: string): HostFacts | undefined =>
  locate(situation).hosts.get(hostId)
