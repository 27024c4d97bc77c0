import type { WhyNotMoved } from '../../../shared/plan/placement.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { canMigrate } from '../rules/can-migrate.ts'
import type { ExplainedVm } from './explain-vm.ts'

type Gate = WhyNotMoved['gates'][number]

/** What the service knows of a VM beside its placement. */
export type MoveState = Readonly<{
  /** What the cluster's balancer said of this VM, or else of the whole cluster. Absent: it has not been asked. */
  advice?: Readonly<{ unitId: string; because: Reason; aboutVm?: Reason }>
  /** The newest recommendation to move it. */
  recommendation?: Readonly<{ state: string; because: Reason; toName: string; stateReason?: Reason }>
}>

/**
 * Every gate a move has to pass, in their order: the engine's rules, a host that would take it, a unit that asks for it, a
 * recommendation that stands, and somebody who applies it. The first that is closed is the answer.
 */
export function whyNotMoved(explained: ExplainedVm, state: MoveState): WhyNotMoved {
  const { placement, vm } = explained
  const gates = [ruleGate(explained), hostsGate(explained), unitGate(state), recommendationGate(state), modeGate(state)]
  const closed = gates.find(({ isOpen }) => !isOpen)
  const because = closed?.reason ?? reason('moving', `${vm.name} is being moved.`, { vm: vm.name })
  return { vm: placement.vm, because, gates, ...(vm.hostId !== undefined && { placement }) }
}

function ruleGate({ vm }: ExplainedVm): Gate {
  const verdict = canMigrate(vm, 'automatic')
  if (verdict.kind === 'unknown') {
    const text = `The engine does not tell ${verdict.field}, so ${vm.name} is not moved.`
    return { gate: 'rule', isOpen: false, reason: reason('fact-missing', text, { field: verdict.field }) }
  }
  return { gate: 'rule', isOpen: verdict.kind === 'may', reason: verdict.reason }
}

/** Rejected hosts are named with the filter that did it: "no feasible host" alone helps nobody. */
function hostsGate({ vm, placement }: ExplainedVm): Gate {
  const others = placement.hosts.filter(({ host }) => host.id !== vm.hostId)
  const kept = others.filter(host => host.kept).map(({ host }) => host.name)
  if (kept.length > 0) {
    const text = `${kept.length} of ${others.length} other hosts can take it: ${shortList(kept)}.`
    return { gate: 'hosts', isOpen: true, reason: reason('hosts-feasible', text, { hosts: kept.length }) }
  }
  if (others.length === 0) {
    return { gate: 'hosts', isOpen: false, reason: reason('no-hosts', 'No other host of the cluster is up.') }
  }
  const rejected = others.map(({ host, rejectedBy }) => `${host.name} (${rejectedBy})`)
  const text = `No other host can take it. Rejected: ${shortList(rejected)}.`
  return { gate: 'hosts', isOpen: false, reason: reason('no-feasible-host', text, { hosts: others.length }) }
}

function unitGate({ advice }: MoveState): Gate {
  if (advice === undefined) {
    return { gate: 'unit', isOpen: false, reason: reason('not-asked', 'The balancer has not been asked yet.') }
  }
  const { unitId, because, aboutVm } = advice
  if (aboutVm === undefined) return { gate: 'unit', isOpen: true, reason: prefixed(unitId, because) }
  return { gate: 'unit', isOpen: false, reason: prefixed(unitId, aboutVm) }
}

function recommendationGate({ recommendation }: MoveState): Gate {
  if (recommendation === undefined) {
    const text = 'No recommendation asks for this VM to move.'
    return { gate: 'recommendation', isOpen: false, reason: reason('not-recommended', text) }
  }
  const { state, because, toName, stateReason } = recommendation
  const stands = state === 'open' || state === 'applying'
  if (stands) return { gate: 'recommendation', isOpen: true, reason: because }
  const text = `The recommendation to move it to ${toName} was ${state}${stateReason ? `: ${stateReason.text}` : '.'}`
  return {
    gate: 'recommendation',
    isOpen: false,
    reason: reason(`recommendation-${state}`, text, { state, to: toName }),
  }
}

function modeGate({ recommendation }: MoveState): Gate {
  if (recommendation?.state === 'applying') {
    return { gate: 'mode', isOpen: true, reason: reason('applying', `It is on its way to ${recommendation.toName}.`) }
  }
  const text = 'This service recommends; a move starts when an administrator applies it.'
  return { gate: 'mode', isOpen: false, reason: reason('mode-manual', text) }
}

const MOST_NAMED = 10
const shortList = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
    : names.join(', ')

const prefixed = (unitId: string, { code, text, values }: Reason): Reason =>
  reason(code, `${unitId}: ${text}`, { ...values, unit: unitId })
