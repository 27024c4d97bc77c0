import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { PressureDecision, PressureMeans } from '../../../shared/plan/pressure.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { ArbiterVm, WantedChange } from './arbitration.ts'

/** What both kinds of pressure are decided by, beside what is short. */
export type Situation = Readonly<{
  nowMs: number
  host: Named
  /** Running VMs that are to leave, and those of which nobody knows that. */
  leaving: readonly ArbiterVm[]
  staying: readonly ArbiterVm[]
  /** Changes that neither give back nor are of a VM that is to leave. */
  wanted: readonly KnobChange[]
  /** Name of a VM that a policy asks to leave or to stop in this round. */
  requested?: string
  askedAtMs?: number
  cannotAsk?: Reason
}>

export type DecidedMeans = PressureDecision['means'][number]

/** What is decided about one kind of pressure in one round. */
export type PressureFinding = Readonly<{
  what: Reason
  means: readonly DecidedMeans[]
  /** Why a change that does not give back is held; undefined: by this pressure it is not. */
  holds(change: KnobChange): Reason | undefined
  ask?: WantedChange
}>

export const chosen = (means: PressureMeans, because: Reason): DecidedMeans => ({ means, chosen: true, because })

export const notChosen = (means: PressureMeans, because: Reason): DecidedMeans => ({ means, chosen: false, because })

/** To the tenth: what is just above a mark must not read like the mark. */
export const tenths = (value: number): number => Math.round(10 * value) / 10

export const namesOf = (vms: readonly ArbiterVm[]): string => vms.map(({ name }) => name).join(', ')

export const nobodyLeaves: Reason = reason('pressure-nobody-leaves', 'No VM is known to leave this host.')
