import { reason } from '../../../shared/policy/reason.ts'
import type { SchedulerAdvice, VmStatusChange } from '../../../shared/sdk/scheduler.ts'
import { vmOf } from '../facts/situation.ts'
import { place } from '../pipeline/place.ts'
import type { SchedulerScene } from './scheduler-scene.ts'

/** A highly available VM that is down was not stopped by anybody, or cannot start: people are told where it could go. */
export function vmChangeAdvice(
  { subject, from, to, event }: VmStatusChange,
  { situation, policy, onUnknown }: SchedulerScene,
): SchedulerAdvice | undefined {
  const vm = vmOf(situation, subject.id)
  // Somebody who shuts a VM down passes through this state; a VM that fails does not.
  const wasStopped = from === 'powering_down' || event?.code === STOPPED_BY_USER
  if (vm === undefined || to !== 'down' || !vm.highlyAvailable || wasStopped) return undefined
  const { hostId, because, hosts } = place([vm], {}, { situation, policy, onUnknown })
  const host = hosts.find(judged => judged.hostId === hostId)?.hostName
  const text =
    host === undefined
      ? `${vm.name} is highly available and down, and cannot start: ${because.text}`
      : `${vm.name} is highly available and down; it would start on ${host}.`
  const why = reason(host === undefined ? 'ha-vm-homeless' : 'ha-vm-down', text, { vm: vm.name, ...(host && { host }) })
  return { because: why, notices: [{ subject: { kind: 'vm', id: vm.id }, because: why }] }
}

/** The engine's event for a VM that a person stopped. Source: engine REST API §13.1. */
const STOPPED_BY_USER = 33
