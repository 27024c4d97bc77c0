import type { Vm } from '../../shared/model/vm.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import { whyExcluded } from '../model/excluded-vms.ts'

const hostedEngineOrigins: ReadonlySet<string | undefined> = new Set(['hosted_engine', 'managed_hosted_engine'])

/** Why a balancer must leave this VM where it is; undefined: it may move it. Whether it fits elsewhere is not asked. */
export function mustStay(vm: Vm): Reason | undefined {
  const values = { vm: vm.name }
  if (hostedEngineOrigins.has(vm.origin)) {
    return reason('hosted-engine', `${vm.name} runs the engine itself; only its own agents move it.`, values)
  }
  if (vm.excludedBy !== undefined) return whyExcluded(vm, vm.excludedBy)
  if (vm.status === 'migrating') return reason('migrating', `${vm.name} is already migrating.`, values)
  if (vm.status === undefined)
    return reason('status-unknown', `The engine gave no known status for ${vm.name}.`, values)
  if (vm.status !== 'up') {
    return reason('not-up', `${vm.name} is ${vm.status}, not up.`, { ...values, status: vm.status })
  }
  if (vm.placement === 'pinned') return reason('pinned', `${vm.name} is pinned to its host.`, values)
  if (vm.placement === 'user_migratable') {
    return reason('manual-migration-only', `${vm.name} is moved only when a person asks for it.`, values)
  }
  return undefined
}
