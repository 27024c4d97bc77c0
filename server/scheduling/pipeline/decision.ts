import type { Reason, Skipped } from '../../../shared/policy/reason.ts'
import type { Ranking } from '../selectors/rank-selector.ts'
import type { HostJudgement } from './judge-hosts.ts'

/** A weight unit that could not be asked, and the fact it lacks. It has no say in the choice, for or against any host. */
export type SilentWeight = Readonly<{ unitId: string; unitName: string; field: string }>

/**
 * Where VMs that belong together go, and the whole explanation. The choice is read off these very members: `hosts` says who
 * was kept, `ranking` who of them is best.
 */
export type Decision = Readonly<{
  vmIds: readonly string[]
  /** Every host that was asked about, in the engine's order. */
  hosts: readonly HostJudgement[]
  /** Hosts of the cluster that were not asked about: not up, excluded, not among the allowed. */
  leftOut: readonly Skipped[]
  /** Absent: there was nothing to choose between, or the policy has no weights. */
  ranking?: Ranking
  silentWeights: readonly SilentWeight[]
  /** Absent: no host can take them. */
  hostId?: string
  because: Reason
}>
