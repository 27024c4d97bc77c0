/**
 * The gates of `why-not-moved` at which the balancer's answer decides. `unit`: it passed over this VM, or gave no answer.
 * `threshold`: by its limits nothing has to leave the VM's host. `cooldown`: it asks, and an earlier move holds that up.
 */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { utcMinute } from '../pipeline/utc-minute.ts'
import type { ExplainedVm } from './explain-vm.ts'
import {
  type BalancerWord,
  closed,
  type Gate,
  isPlanned,
  isRefusedEverywhere,
  type MoveState,
  open,
  stands,
} from './move-state.ts'

type About = Pick<ExplainedVm, 'vm'>

export function unitGate({ vm }: About, state: MoveState): Gate {
  const { advice } = state
  if (isPlanned(state)) return open('unit', reason('plan-asks', `A plan asks for ${vm.name} to move.`, { vm: vm.name }))
  if (advice === undefined) return closed('unit', reason('not-asked', 'The balancer has not been asked yet.'))
  const { unitId, because, aboutVm } = advice
  if (because.code === UPGRADING) {
    return open('unit', reason('not-asked-now', 'The balancer is not asked while the cluster is being upgraded.'))
  }
  if (gaveNoAnswer(advice)) return closed('unit', because)
  if (asksFor(vm, advice)) {
    return open('unit', reason('vm-asked', `${unitId} asks for ${vm.name} to move.`, { unit: unitId, vm: vm.name }))
  }
  if (aboutVm !== undefined) return closed('unit', prefixed(unitId, aboutVm))
  const instead = askedFrom(vm.hostId, advice)
  if (instead !== undefined) {
    const text = `${unitId} asks for ${instead.vm.name} to leave ${instead.from.name}, not for ${vm.name}.`
    return closed('unit', reason('other-vm-asked', text, { unit: unitId, vm: vm.name, asked: instead.vm.name }))
  }
  return open('unit', reason('nothing-against', `${unitId} says nothing of ${vm.name} itself.`, { unit: unitId }))
}

export function thresholdGate({ vm }: About, state: MoveState): Gate {
  const { advice, recommendation } = state
  if (recommendation !== undefined && isPlanned(state)) return open('threshold', recommendation.because)
  if (advice === undefined || advice.because.code === UPGRADING || gaveNoAnswer(advice)) {
    return open('threshold', reason('no-limit-compared', 'The balancer has compared nothing with its limits.'))
  }
  const { unitId, because, asked, aboutHost } = advice
  if (asksFor(vm, advice) || askedFrom(vm.hostId, advice) !== undefined) {
    return open('threshold', prefixed(unitId, because))
  }
  if (aboutHost !== undefined) return closed('threshold', prefixed(unitId, aboutHost))
  if (asked.length === 0) return closed('threshold', prefixed(unitId, because))
  const hosts = [...new Set(asked.map(({ from }) => from.name))].join(', ')
  const text = `${unitId}: VMs are to leave ${hosts}, not the host of ${vm.name}. ${because.text}`
  return closed('threshold', reason('other-hosts-asked', text, { unit: unitId, vm: vm.name, hosts }))
}

export function cooldownGate(state: MoveState): Gate {
  const held = state.advice?.held
  if (held === undefined) {
    const text = 'Whether an earlier move holds it up is not known here: the running service knows it.'
    return open('cooldown', reason('holds-unknown', text))
  }
  const [hold] = held
  // Its own move, standing or under way, is no earlier one.
  if (hold === undefined || stands(state)) return open('cooldown', reason('no-hold', 'No earlier move holds it up.'))
  const { code, because, untilMs } = hold
  const text = untilMs === undefined ? because : `${because} It is not proposed again before ${utcMinute(untilMs)}.`
  return closed('cooldown', reason(`held-${code}`, text, untilMs === undefined ? {} : { untilMs }))
}

/** What the recommend cycle answers for a cluster whose hosts are being upgraded, without asking anybody. */
export const UPGRADING = 'cluster-upgrading'

const asksFor = (vm: Readonly<{ id: string; name: string }>, advice: BalancerWord): boolean =>
  advice.asked.some(({ vm: { id } }) => id === vm.id) || isRefusedEverywhere(vm, advice)

const askedFrom = (hostId: string | undefined, { asked }: BalancerWord) => asked.find(({ from }) => from.id === hostId)

/** The codes under which a unit or scheduler is reported that failed or could not be asked. */
const gaveNoAnswer = ({ because: { code } }: BalancerWord): boolean => /^(unit|scheduler)-/.test(code)

const prefixed = (unitId: string, { code, text, values }: Reason): Reason =>
  reason(code, `${unitId}: ${text}`, { ...values, unit: unitId })
