import { reason, type Skipped, skip } from '../../../shared/policy/reason.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { canMigrate } from './can-migrate.ts'
import { priorityOrder } from './maintenance-order.ts'

/** The cluster's setting: which VMs leave a host that becomes non-operational. */
export type OnErrorPolicy = 'yes' | 'ha_only' | 'no'

export type OnErrorMoves = Readonly<{
  /** Highest priority first. */
  moving: readonly VmFacts[]
  staying: readonly Skipped[]
}>

/** Where the cluster sets nothing. Source: rules §11. */
export const defaultOnErrorPolicy = (architectureMigrates: boolean): OnErrorPolicy =>
  architectureMigrates ? 'yes' : 'no'

/**
 * Used only when a host becomes non-operational: not for maintenance, nor for a host that is lost. The engine asks for all
 * moves in one step, and one VM that may not migrate fails them all (rules §5); here that VM stays and the others move.
 * `recoveryTimedOut`: the host became non-operational because it did not recover from a crash in time; then nothing moves.
 * Source: rules §11.
 */
export function movesOnError(
  policy: OnErrorPolicy,
  vms: readonly VmFacts[],
  { recoveryTimedOut }: Readonly<{ recoveryTimedOut: boolean }>,
): OnErrorMoves {
  const moving: VmFacts[] = []
  const staying: Skipped[] = []
  for (const vm of priorityOrder(vms)) {
    const why = whyItStays(policy, vm, recoveryTimedOut)
    if (why) staying.push(skip(vm, why))
    else moving.push(vm)
  }
  return { moving, staying }
}

function whyItStays(policy: OnErrorPolicy, vm: VmFacts, recoveryTimedOut: boolean) {
  if (recoveryTimedOut) {
    return reason('recovery-timed-out', 'Its host did not recover from a crash in time: a migration could only fail.')
  }
  if (policy === 'no') return reason('policy-no', 'The cluster moves no VMs off a failing host.')
  if (policy === 'ha_only' && !vm.highlyAvailable) {
    return reason('not-highly-available', 'The cluster moves only highly available VMs off a failing host.')
  }
  const verdict = canMigrate(vm, 'automatic')
  if (verdict.kind === 'may') return undefined
  if (verdict.kind === 'may-not') return verdict.reason
  return reason('missing-fact', `Whether it may migrate cannot be told without ${verdict.field}.`, {
    field: verdict.field,
  })
}
