import type { AutomationMode } from '../../../shared/plan/automation.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { WhyNotMoved } from '../../../shared/plan/placement.ts'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import type { Reason } from '../../../shared/policy/reason.ts'

export type Gate = WhyNotMoved['gates'][number]

export const open = (gate: Gate['gate'], reason: Reason): Gate => ({ gate, isOpen: true, reason })
export const closed = (gate: Gate['gate'], reason: Reason): Gate => ({ gate, isOpen: false, reason })

/** The newest answer of the cluster's balancer, as far as it concerns one VM. */
export type BalancerWord = Readonly<{
  unitId: string
  /** Of the whole cluster, with the numbers it compared. */
  because: Reason
  /** The moves it asks for, also those that are held back. */
  asked: readonly Readonly<{ vm: Named; from: Named }>[]
  /** Why it left this VM out. */
  aboutVm?: Reason
  /** Why it left out the host on which the VM runs. */
  aboutHost?: Reason
  /** Earlier moves that hold up the one it asks for. Absent: not known here. */
  held?: readonly Readonly<{ code: string; untilMs?: number; because: string }>[]
}>

/** What is known of a VM beside its placement. */
export type MoveState = Readonly<{
  /** What the service may do in its cluster, and what holds that up now. Absent: not known here. */
  automation?: Readonly<{ mode: AutomationMode; held?: Reason }>
  /** Absent: the balancer has not been asked. */
  advice?: BalancerWord
  /** The newest one to move it. */
  recommendation?: Readonly<
    Pick<MoveRecommendation, 'state' | 'because' | 'to' | 'stateReason' | 'cost' | 'effects'> & { isPlanned?: true }
  >
}>

/** Its recommendation may still lead to a move. */
export const stands = ({ recommendation }: MoveState): boolean =>
  recommendation?.state === 'open' || recommendation?.state === 'applying'

/** A plan asks for the move, whatever the balancer says. */
export const isPlanned = (state: MoveState): boolean => stands(state) && state.recommendation?.isPlanned === true

/** The balancer wants this VM moved, but the engine has refused every host that it named. */
export const isRefusedEverywhere = ({ name }: Readonly<{ name: string }>, { because }: BalancerWord): boolean =>
  because.code === 'all-destinations-refused' && because.values.vm === name
