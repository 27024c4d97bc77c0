import type { ChangeSource, ExplainedControl, KnobChange } from '../../../shared/plan/knob-decision.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { PressureDecision } from '../../../shared/plan/pressure.ts'
import type { Reason } from '../../../shared/policy/reason.ts'

/** A change that somebody wants, with why. */
export type WantedChange = Readonly<{
  by: ChangeSource
  change: KnobChange
  because: readonly ExplainedControl[]
  reason?: Reason
}>

export type MemoryStanding = Readonly<{
  availableKiB: number
  /** Below it the host is under pressure; it is over when there is clearly more. */
  reserveKiB: number
  /** What balloons could still give, within the guarantees. */
  givableKiB: number
  /** undefined: there is no KSM, or it is not ours to switch. */
  ksmRuns?: boolean
}>

export type CpuStanding = Readonly<{
  /** Of all cores, percent of one CPU; demand is run time and waiting. The capacity is positive. */
  demandPercent: number
  capacityPercent: number
  /** The most loaded core and the least, for each CPU of capacity. */
  highestPercent: number
  lowestPercent: number
  /** What the pins that are wanted now would bring the highest to. */
  highestAfterPercent: number
}>

/** A VM that runs here, be it on its way to another host, as far as it matters which one leaves. */
export type ArbiterVm = Named &
  Readonly<{ residentKiB: number; demandPercent: number; priority: number; canLeave: boolean }>

export type ArbiterInput = Readonly<{
  nowMs: number
  host: Named
  memory?: MemoryStanding
  cpu?: CpuStanding
  vms: readonly ArbiterVm[]
  changes: readonly WantedChange[]
  /** VMs that are to leave this host by a migration that is planned or under way, by id, and why it is known. */
  leaving: ReadonlyMap<string, Reason>
  /** VMs that came from elsewhere, by id, and when. */
  arrived: ReadonlyMap<string, number>
  /** Why nobody can be asked to have a VM leave, whichever it is. */
  cannotAsk?: Reason
}>

export type ArbiterState = Readonly<{
  memory?: PressureDecision
  cpu?: PressureDecision
  /** When a VM was last asked to leave by this arbiter, or to leave or stop by a policy. */
  askedAtMs?: number
  /** Rounds in a row that VMs have wanted more CPU than there is. */
  overRounds?: number
}>

export type Arbitration = Readonly<{
  let: readonly WantedChange[]
  held: readonly Readonly<{ change: WantedChange; because: Reason }>[]
  /** Requests of the arbiter's own: to have a VM migrated away. */
  asks: readonly WantedChange[]
  /** Events that began, changed or ended in this round. */
  told: readonly PressureDecision[]
  state: ArbiterState
}>
