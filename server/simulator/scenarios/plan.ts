import type { PlacementAffinity } from '../../../shared/model/vm.ts'
import type { Demand } from '../demand/demand.ts'
import type { Random } from '../demand/random.ts'
import type { GuestTraits } from '../machine/guest-traits.ts'
import type { SimAffinityGroup, SimVm } from '../world/state.ts'

/** A scenario is data about a small world in terms of names; ids, times and statistics are added when it is built. */
export type Scenario = Readonly<{
  name: string
  /** One sentence for people. */
  description: string
  /** Unless told otherwise. */
  hosts: number
  vms: number
  plan(size: Size, random: Random): ClusterPlan[]
}>
export type Size = Readonly<{ hosts: number; vms: number }>

export type HostModel = Readonly<{
  cpu: string
  cpuType: string
  mhz: number
  sockets: number
  cores: number
  threads: number
  memoryMiB: number
  swapMiB: number
  linkMbps: number
}>

export type VmPlan = Readonly<{
  name: string
  memoryMiB: number
  vcpus: number
  demand: Omit<Demand, 'seed'>
  /** Instead of what is drawn. */
  traits?: Partial<GuestTraits>
  /** `pinned` means: to the host it is planned on. */
  placement: PlacementAffinity
  highlyAvailable: boolean
  origin: string
  kind: SimVm['kind']
  /** It shuts itself down so long after the start, unless it was moved before. */
  endsAfterMs?: number
}>

export type HostTraits = Readonly<{
  /** vdsm's own policy engine runs there. */
  hasMom?: boolean
  /** Its kernel does not balance: a thread stays on the CPU that it once got, as where CPUs are isolated or load balancing is off. */
  leavesVcpus?: boolean
}>

export type HostPlan = Readonly<{ name: string; model: HostModel; vms: readonly VmPlan[]; traits: HostTraits }>

export type GroupPlan = Readonly<
  Pick<SimAffinityGroup, 'name' | 'description' | 'priority' | 'vmsRule' | 'hostsRule'> & {
    vms: readonly string[]
    hosts: readonly string[]
  }
>
/** A label whose members belong together as in a hard VM-to-host group. */
export type LabelPlan = Readonly<{ name: string; vms: readonly string[]; hosts: readonly string[] }>

export type ClusterPlan = Readonly<{
  name: string
  description: string
  policyId: string
  /** Instead of the policy's own values. */
  properties: Readonly<Record<string, string>>
  overCommitPercent: number
  /** Its hosts may merge equal pages; absent: they may not. */
  ksm?: boolean
  hosts: readonly HostPlan[]
  /** VMs that do not run. */
  down: readonly VmPlan[]
  groups: readonly GroupPlan[]
  labels: readonly LabelPlan[]
}>
