/**
 * The engine's own policy units, as data and pure functions. Each names its id and name as the engine lists them; what it
 * answers is also its explanation: the numbers compared, per host.
 */
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { HostFacts } from './facts/host-facts.ts'
import type { Situation } from './facts/situation.ts'
import type { VmFacts } from './facts/vm-facts.ts'

/**
 * What a filter says of a host. `unknown`: it needs a fact that nobody told us (`field`, e.g. "host.networks"); whether
 * such a host is kept is the caller's setting, never the filter's.
 */
export type HostVerdict = Readonly<
  { kind: 'kept'; reason?: Reason } | { kind: 'dropped'; reason: Reason } | { kind: 'unknown'; field: string }
>
export const kept: HostVerdict = { kind: 'kept' }
export const keptBecause = (reason: Reason): HostVerdict => ({ kind: 'kept', reason })
export const dropped = (reason: Reason): HostVerdict => ({ kind: 'dropped', reason })
export const unknown = (field: string): { readonly kind: 'unknown'; readonly field: string } => ({
  kind: 'unknown',
  field,
})

/** By host id; one verdict for each host that was given. */
export type Verdicts = ReadonlyMap<string, HostVerdict>

type Named = Readonly<{
  /** The engine's GUID of the unit. */
  id: string
  /** As the engine names it. */
  name: string
  /** Properties it reads. */
  properties: readonly string[]
}>

/** A group of VMs must fit one host together; mostly it is one VM. */
export type FilterUnit = Named &
  Readonly<{
    kind: 'filter'
    filter(group: readonly VmFacts[], hosts: readonly HostFacts[], situation: Situation): Verdicts
  }>

/** Lower is better. A host that is absent from the answer was given no weight, which is not the same as 0 everywhere. */
export type HostWeight = Readonly<
  { kind: 'weight'; value: number; reason?: Reason } | { kind: 'unknown'; field: string }
>
export const weight = (value: number, reason?: Reason): HostWeight => ({
  kind: 'weight',
  value,
  ...(reason && { reason }),
})
export type Weights = ReadonlyMap<string, HostWeight>

export type WeightUnit = Named &
  Readonly<{
    kind: 'weight'
    weigh(group: readonly VmFacts[], hosts: readonly HostFacts[], situation: Situation): Weights
  }>

/** A VM and where it may go, its present host included: the scheduler may find that it had better stay. */
export type Candidate = Readonly<{ vmId: string; hostIds: readonly string[]; because: Reason }>

export type BalanceAnswer = Readonly<{
  /** In the order in which they are to be tried. */
  candidates: readonly Candidate[]
  /** The sentence that answers why these, or why none. */
  because: Reason
}>

export type BalanceUnit = Named &
  Readonly<{
    kind: 'load_balancing'
    balance(hosts: readonly HostFacts[], situation: Situation): BalanceAnswer
  }>

export type EngineUnit = FilterUnit | WeightUnit | BalanceUnit

/** Judges each host by itself. */
export const eachHost =
  (judge: (group: readonly VmFacts[], host: HostFacts, situation: Situation) => HostVerdict): FilterUnit['filter'] =>
  (group, hosts, situation) =>
    new Map(hosts.map(host => [host.id, judge(group, host, situation)]))

/** Judges each VM on each host: a host must do for all of the group. A refusal weighs more than a missing fact. */
export const eachVm = (
  judge: (vm: VmFacts, host: HostFacts, situation: Situation) => HostVerdict,
): FilterUnit['filter'] =>
  eachHost((group, host, situation) => {
    const [only] = group
    if (only !== undefined && group.length === 1) return judge(only, host, situation)
    const verdicts = group.map(vm => judge(vm, host, situation))
    return (
      verdicts.find(({ kind }) => kind === 'dropped') ??
      verdicts.find(({ kind }) => kind === 'unknown') ??
      verdicts.find(verdict => 'reason' in verdict) ??
      kept
    )
  })

/** What was said of one VM of a group, and of the next. */
function joined(one: Reason | undefined, next: Reason | undefined): Reason | undefined {
  if (one === undefined || next === undefined) return one ?? next
  return reason(one.code, `${one.text} ${next.text}`, one.values)
}

/** Weighs each VM alone and adds up. A fact that is missing for one VM is missing for the sum. */
export const summed =
  (weigh: (vm: VmFacts, hosts: readonly HostFacts[], situation: Situation) => Weights): WeightUnit['weigh'] =>
  (group, hosts, situation) => {
    const sums = new Map<string, HostWeight>()
    for (const vm of group) {
      for (const [hostId, one] of weigh(vm, hosts, situation)) {
        const sum = sums.get(hostId)
        if (sum === undefined || one.kind === 'unknown') sums.set(hostId, one)
        else if (sum.kind === 'weight') sums.set(hostId, weight(sum.value + one.value, joined(sum.reason, one.reason)))
      }
    }
    return sums
  }
