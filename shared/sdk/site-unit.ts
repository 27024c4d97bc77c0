/** What a site's policy unit is: the same record as a unit of ours, with a view of the whole cluster and time to wait. */
import type { Cluster } from '../model/cluster.ts'
import type { Host } from '../model/host.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Vm } from '../model/vm.ts'
import type { Parameters, ValuesOf } from '../policy/parameter.ts'
import type { Reason, Skipped } from '../policy/reason.ts'
import type { BalanceInput, UnitDeclaration, Verdict } from '../policy/unit.ts'

/** What a unit may look at beside what it is asked about. All of it is data; changing it changes nothing outside. */
export type Context = Readonly<{
  /** Everything last read from the engine. */
  snapshot: Snapshot
  /** Where the VM, or the hosts to balance, belong; undefined: the snapshot does not know. */
  cluster: Cluster | undefined
  /** The VMs that run on a host, in the order of the snapshot. */
  vmsOn(hostId: string): readonly Vm[]
  /**
   * An HTTP GET, made by the service for the unit. Rejects unless the operator lets this plugin reach the host
   * (`units.grants`). Up to 1 MiB, within the time that the call has; redirects are not followed.
   */
  fetch(url: string): Promise<Readonly<{ status: number; body: string }>>
}>

/** 0..100, higher is better, and why. */
export type Score = Readonly<{ score: number; because: Reason }>

/** The move to make, if any; why; and, as far as the unit cares to say, what else it looked at. */
export type SiteBalance = Readonly<{
  move?: Readonly<{ vmId: string; toHostIds: readonly string[] }>
  because: Reason
  skippedHosts?: readonly Skipped[]
  skippedVms?: readonly Skipped[]
}>

export type Soon<T> = T | Promise<T>

/** A policy unit of a site. Any of the three functions; each may be async. What throws counts as no answer. */
export type SiteUnit<P extends Parameters = Parameters> = UnitDeclaration<P> &
  Readonly<{
    /** May the VM run on the host? Asked once for each host. */
    filter?(vm: Vm, host: Host, values: ValuesOf<P>, context: Context): Soon<Verdict>
    /** How good the host is for the VM, 0..100. undefined: cannot tell, which counts as 0. */
    score?(vm: Vm, host: Host, values: ValuesOf<P>, context: Context): Soon<number | Score | undefined>
    /** Which VM should leave which host. undefined: nothing to do. */
    balance?(input: BalanceInput, values: ValuesOf<P>, context: Context): Soon<SiteBalance | undefined>
  }>
