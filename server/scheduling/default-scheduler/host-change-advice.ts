import { type Reason, reason, skip } from '../../../shared/policy/reason.ts'
import type { AskedNotice, HostStatusChange, SchedulerAdvice } from '../../../shared/sdk/scheduler.ts'
import { vmsOn } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { schedule } from '../pipeline/schedule.ts'
import { canMigrate } from '../rules/can-migrate.ts'
import { engineMaintenanceOrder, priorityOrder } from '../rules/maintenance-order.ts'
import { defaultOnErrorPolicy, movesOnError, type OnErrorPolicy } from '../rules/on-error-policy.ts'
import type { SchedulerScene } from './scheduler-scene.ts'

const onErrorPolicies = { migrate: 'yes', do_not_migrate: 'no', migrate_highly_available: 'ha_only' } as const

/**
 * What a host's new state means for its VMs: which leave one that became non-operational, in which order they leave one
 * that goes into maintenance and which block it, and where those of a lost host would start. Source: rules §11.
 */
export function hostChangeAdvice(
  { subject, to }: HostStatusChange,
  onError: keyof typeof onErrorPolicies | undefined,
  scene: SchedulerScene,
): SchedulerAdvice | undefined {
  const vms = vmsOn(scene.situation, subject.id)
  switch (to) {
    case 'non_operational':
      return onFailing(subject.name, vms, onError === undefined ? byDefault(scene) : onErrorPolicies[onError])
    case 'preparing_for_maintenance':
      return onMaintenance(subject, vms)
    case 'non_responsive':
    case 'down':
      return onLoss(subject, vms, scene)
    default:
      return undefined
  }
}

const byDefault = ({ situation }: SchedulerScene): OnErrorPolicy =>
  defaultOnErrorPolicy(situation.cluster.architecture !== 's390x')

/** The engine starts these migrations too; what still runs there is what it could not move. Hosts are selected later. */
function onFailing(host: string, vms: readonly VmFacts[], policy: OnErrorPolicy): SchedulerAdvice {
  const { moving, staying } = movesOnError(policy, vms, { recoveryTimedOut: false })
  const values = { host, moving: moving.length, staying: staying.length }
  const text = `${host} is non-operational. Of the VMs on it (${vms.length}) these should leave: ${moving.length}.`
  return {
    because: reason('host-failing', text, values),
    moves: moving.map(vm => ({ vmId: vm.id, because: leaves(vm, host), limitBroken: true })),
    skippedVms: staying,
  }
}

const leaves = (vm: VmFacts, host: string): Reason =>
  reason('host-failing', `${host} is non-operational and the cluster moves VMs such as ${vm.name} off such hosts.`, {
    vm: vm.name,
    host,
  })

/** The engine moves them itself; people are told of those that keep the host from resting. */
function onMaintenance({ id, name }: HostStatusChange['subject'], vms: readonly VmFacts[]): SchedulerAdvice {
  const order = engineMaintenanceOrder(vms.filter(({ status }) => status !== 'migrating'))
  const blocking = order.flatMap(vm => {
    const verdict = canMigrate(vm, 'forced')
    return verdict.kind === 'may-not' ? [skip(vm, verdict.reason)] : []
  })
  const next = order.filter(vm => !blocking.some(blocked => blocked.id === vm.id))
  const names = next.slice(0, MOST_NAMED).map(vm => vm.name)
  const more = next.length > names.length ? ` and ${next.length - names.length} more` : ''
  const text = next.length === 0 ? 'No VM has to leave it.' : `Its VMs leave in this order: ${names.join(', ')}${more}.`
  const because = reason('host-emptied', `${name} goes into maintenance. ${text}`, { host: name, vms: next.length })
  const notices = blocking.map(
    (blocked): AskedNotice => ({
      subject: { kind: 'host', id },
      because: reason('maintenance-blocked', `${name} cannot go into maintenance: ${blocked.reason.text}`, {
        host: name,
        vm: blocked.name,
      }),
    }),
  )
  return { because, notices, skippedVms: blocking }
}

/**
 * Its highly available VMs start elsewhere once it is known to be off: the engine does that, where there is room for all
 * of them together. A host that rests had been emptied, so there is nothing to say of it.
 */
function onLoss(
  { id, name }: HostStatusChange['subject'],
  vms: readonly VmFacts[],
  { situation, policy, onUnknown }: SchedulerScene,
): SchedulerAdvice | undefined {
  if (vms.length === 0) return undefined
  const available = priorityOrder(vms.filter(({ highlyAvailable }) => highlyAvailable))
  const request = { vms: available, doNotGroup: true, excludedHostIds: new Set([id]) }
  const { decisions } = schedule(request, { situation, policy, onUnknown })
  const homeless = decisions.filter(({ hostId }) => hostId === undefined)
  const notices = homeless.flatMap(({ vmIds: [vmId], because }): AskedNotice[] => {
    const vm = available.find(one => one.id === vmId)
    if (vm === undefined) return []
    const text = `${vm.name} is highly available and ran on ${name}. ${because.text}`
    return [
      { subject: { kind: 'vm', id: vm.id }, because: reason('ha-vm-homeless', text, { vm: vm.name, host: name }) },
    ]
  })
  const text = `${name} is lost. Highly available VMs on it: ${available.length}; of these ${notices.length} would find no host.`
  return {
    because: reason('host-lost', text, { host: name, vms: available.length, homeless: notices.length }),
    notices,
  }
}

const MOST_NAMED = 10
