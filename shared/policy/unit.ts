/** What a policy unit is: one record from which validation, forms, XML-RPC discovery and documentation derive. */
import type { Host } from '../model/host.ts'
import type { Vm } from '../model/vm.ts'
import type { Parameters, ValuesOf } from './parameter.ts'
import type { Reason, Skipped } from './reason.ts'

export type Verdict = Readonly<{ ok: true } | { ok: false; reason: Reason }>
export const accept: Verdict = { ok: true }
export const reject = (reason: Reason): Verdict => ({ ok: false, reason })

/** What a balancer looks at: the hosts it may use and every VM that runs on them. Never the whole engine. */
export type BalanceInput = Readonly<{ hosts: readonly Host[]; vms: readonly Vm[] }>

/** One VM to move and where it may go, best destination first. */
export type BalanceMove = Readonly<{
  vmId: string
  /** Absent: the unit works with ids alone and named a VM that has not been read yet. */
  fromHostId?: string
  toHostIds: readonly string[]
  because: Reason
  /** true: the source is beyond a limit that an operator set. Such moves come before all that merely improve. */
  limitBroken?: boolean
}>

/** The move, if any, and the whole explanation: why this, and why every other host and VM was left out. */
export type BalanceResult = Readonly<{
  move?: BalanceMove
  /** The sentence that answers the question, also when nothing moves. */
  because: Reason
  skippedHosts: readonly Skipped[]
  skippedVms: readonly Skipped[]
}>

export const unitFunctions = ['filter', 'score', 'balance'] as const
export type UnitFunction = (typeof unitFunctions)[number]

/** What a filter that gives no answer means. open: it excludes nothing. closed: it excludes every host. */
export type OnFailure = 'open' | 'closed'

/** What a unit says of itself. `id` is the name the engine knows it by: letters, digits, `_`, `-`, at most 128. */
export type UnitDeclaration<P extends Parameters = Parameters> = Readonly<{
  id: string
  /** One line, shown in the engine's dialogs. */
  description: string
  parameters: P
  /** open unless given. Weights and balancers that fail never move anything. */
  onFailure?: OnFailure
}>

/**
 * A policy unit that comes with the service. Pure: no clock, no network; the same input gives the same answer. It offers
 * any of the three functions.
 */
export type PolicyUnit<P extends Parameters = Parameters> = UnitDeclaration<P> &
  Readonly<{
    filter?(vm: Vm, host: Host, values: ValuesOf<P>): Verdict
    /** 0..100, higher is better; the runtime clamps, weighs and turns it round for the engine, where lower is better. */
    score?(vm: Vm, host: Host, values: ValuesOf<P>): number
    balance?(input: BalanceInput, values: ValuesOf<P>): BalanceResult
  }>

/** A unit as others see it, wherever its code runs. */
export type UnitDescription = UnitDeclaration &
  Readonly<{
    functions: readonly UnitFunction[]
    /** Where the functions of one unit describe themselves, as the methods of a Python class do. */
    describes?: Readonly<Partial<Record<UnitFunction, string>>>
    /** The property expressions exactly as the plugin wrote them; only where they must reach the engine like that. */
    writtenRegex?: string
  }>

export const defineUnit = <const P extends Parameters>(unit: PolicyUnit<P>): PolicyUnit<P> => unit

/** Without its code. */
export function describeUnit({ filter, score, balance, ...declaration }: PolicyUnit): UnitDescription {
  const offered = { filter, score, balance }
  return { ...declaration, functions: unitFunctions.filter(name => offered[name] !== undefined) }
}
