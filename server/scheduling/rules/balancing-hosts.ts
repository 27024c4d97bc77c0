import { type Reason, reason, type Skipped, skip } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { type Situation, vmsOn } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'

export type BalancingHosts = Readonly<{ taking: readonly HostFacts[]; skipped: readonly Skipped[] }>

/** A host with such a VM waits: thus a migration that still runs holds back the next one. */
const BUSY_STATES = new Set<VmFacts['status']>(['migrating', 'saving_state', 'restoring_state'])

/** Which hosts take part in a run of the balancer, and why the others do not. Source: rules §9.1. */
export function balancingHosts(situation: Situation): BalancingHosts {
  const taking: HostFacts[] = []
  const skipped: Skipped[] = []
  for (const host of situation.hosts) {
    const why = whyNot(host, situation)
    if (why) skipped.push(skip(host, why))
    else taking.push(host)
  }
  return { taking, skipped }
}

function whyNot({ id, status }: HostFacts, situation: Situation): Reason | undefined {
  if (status !== 'up') {
    return reason('host-not-up', `It is in the state ${status ?? 'unknown'}, not up.`, { status: status ?? 'unknown' })
  }
  const pending = situation.pending.filter(({ hostId }) => hostId === id).length
  if (pending > 0) return reason('vms-pending', `VMs on their way to it: ${pending}.`, { pending })
  const vms = vmsOn(situation, id)
  const busy = vms.find(vm => BUSY_STATES.has(vm.status))
  if (busy) {
    return reason('vm-between-states', `${busy.name} on it is in the state ${busy.status}.`, { vm: busy.name })
  }
  // It may be migrating for all we know.
  const unclear = vms.find(vm => vm.status === undefined)
  return unclear && reason('missing-fact', `The state of ${unclear.name} on it is not known.`, { field: 'vm.status' })
}
