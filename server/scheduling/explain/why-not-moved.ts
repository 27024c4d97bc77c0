import type { PlacedHost, WhyNotMoved } from '../../../shared/plan/placement.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { REFUSAL_FILTER } from '../pipeline/learned-refusals.ts'
import { canMigrate } from '../rules/can-migrate.ts'
import { cooldownGate, thresholdGate, unitGate } from './balancer-gates.ts'
import type { ExplainedVm } from './explain-vm.ts'
import { costGate, modeGate, recommendationGate, windowGate } from './move-gates.ts'
import { closed, type Gate, isRefusedEverywhere, type MoveState, open } from './move-state.ts'

/**
 * Every gate a move has to pass, also those behind a closed one: the engine's rules, a host that would take it and that
 * the engine has not refused, a balancer that asks for it, no earlier move that holds it up, its cost, the time, a
 * recommendation that stands, and somebody who applies it. The first that is closed is the answer.
 */
export function whyNotMoved(explained: ExplainedVm, state: MoveState): WhyNotMoved {
  const { placement, vm } = explained
  // In the order in which a move has to pass them. Each is closed for one cause only.
  const gates = [
    ruleGate(explained),
    hostsGate(explained),
    refusalGate(explained, state),
    unitGate(explained, state),
    thresholdGate(explained, state),
    cooldownGate(state),
    costGate(explained, state),
    windowGate(explained.options.situation, state),
    recommendationGate(state),
    modeGate(state),
  ]
  const because =
    gates.find(({ isOpen }) => !isOpen)?.reason ?? reason('moving', `${vm.name} is being moved.`, { vm: vm.name })
  return { vm: placement.vm, because, gates, ...(vm.hostId !== undefined && { placement }) }
}

function ruleGate({ vm }: ExplainedVm): Gate {
  const verdict = canMigrate(vm, 'automatic')
  if (verdict.kind === 'unknown') {
    const text = `The engine does not tell ${verdict.field}, so ${vm.name} is not moved.`
    return closed('rule', reason('fact-missing', text, { field: verdict.field }))
  }
  return verdict.kind === 'may' ? open('rule', verdict.reason) : closed('rule', verdict.reason)
}

const othersOf = ({ vm, placement }: ExplainedVm): readonly PlacedHost[] =>
  placement.hosts.filter(({ host }) => host.id !== vm.hostId)

/** What the engine has refused is the next gate's to say: by every rule we know such a host would do. */
const isFeasible = ({ kept, rejectedBy }: PlacedHost): boolean => kept || rejectedBy === REFUSAL_FILTER

/** Rejected hosts are named with the filter that did it: "no feasible host" alone helps nobody. */
function hostsGate(explained: ExplainedVm): Gate {
  const others = othersOf(explained)
  const feasible = others.filter(isFeasible).map(({ host }) => host.name)
  if (feasible.length > 0) {
    const text = `${feasible.length} of ${others.length} other hosts can take it: ${shortList(feasible)}.`
    return open('hosts', reason('hosts-feasible', text, { hosts: feasible.length }))
  }
  if (others.length === 0) return closed('hosts', reason('no-hosts', 'No other host of the cluster is up.'))
  const rejected = others.map(({ host, rejectedBy }) => `${host.name} (${rejectedBy})`)
  const text = `No other host can take it. Rejected: ${shortList(rejected)}.`
  return closed('hosts', reason('no-feasible-host', text, { hosts: others.length }))
}

function refusalGate(explained: ExplainedVm, { advice }: MoveState): Gate {
  if (advice !== undefined && isRefusedEverywhere(explained.vm, advice)) return closed('refusal', advice.because)
  const others = othersOf(explained)
  const verdicts = others.flatMap(host => host.verdicts.filter(({ unit }) => unit === REFUSAL_FILTER))
  if (verdicts.length === 0) {
    const text = 'What the engine has refused is not known here: the running service knows it.'
    return open('refusal', reason('refusals-unknown', text))
  }
  const refusals = verdicts.flatMap(({ verdict, reason: why }) => (verdict === 'dropped' && why ? why : []))
  if (refusals.length === 0) {
    return open('refusal', reason('none-refused', 'The engine has refused none of the other hosts for it.'))
  }
  const feasible = others.filter(isFeasible)
  const isLeft = feasible.length === 0 || feasible.some(({ kept }) => kept)
  const values = { refused: refusals.length, hosts: others.length }
  if (isLeft) {
    const text = `The engine has refused ${refusals.length} of ${others.length} other hosts. ${toldOf(refusals)}`
    return open('refusal', reason('some-hosts-refused', text, values))
  }
  const text = `The engine has refused every host that could take it. ${toldOf(refusals)}`
  return closed('refusal', reason('all-hosts-refused', text, values))
}

const MOST_TOLD = 3
const toldOf = (reasons: readonly Reason[]): string => {
  const more = reasons.length - MOST_TOLD
  const told = reasons.slice(0, MOST_TOLD).map(({ text }) => text)
  return `${told.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`
}

const MOST_NAMED = 10
const shortList = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
    : names.join(', ')
