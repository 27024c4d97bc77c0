import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { whyExcluded } from '../../model/excluded-vms.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { unknown } from '../unit.ts'

/** Who wants the VM moved: the engine by itself, a person, or a person who insists. */
export type MigrationCause = 'automatic' | 'user' | 'forced'

export type MigrationVerdict = Readonly<
  { kind: 'may'; reason: Reason } | { kind: 'may-not'; reason: Reason } | { kind: 'unknown'; field: string }
>

const mayNot = (code: string, text: string): MigrationVerdict => ({ kind: 'may-not', reason: reason(code, text) })

/**
 * The engine's own VM counts as one that only a person may move: its agents move it otherwise. Source: rules §11. One that operators
 * have excluded is left alone too, which is a rule of ours.
 */
export const movesFreely = ({ placement, isHostedEngine, excludedBy }: VmFacts): boolean =>
  placement === 'migratable' && !isHostedEngine && excludedBy === undefined

/** May the VM leave its host at all; not whether another would take it. Source: rules §11 (`canMigrate`). */
export function canMigrate(vm: VmFacts, cause: MigrationCause): MigrationVerdict {
  const { name, status } = vm
  if (vm.placement === 'pinned') return mayNot('pinned', `${name} is pinned to its host.`)
  if (vm.excludedBy !== undefined) return { kind: 'may-not', reason: whyExcluded(vm, vm.excludedBy) }
  // The engine asks for force even of a person: only the sentence differs from that for its own moves.
  if (!movesFreely(vm) && cause !== 'forced') {
    const whom = vm.isHostedEngine ? 'the engine itself' : 'set to be moved by hand only'
    const how = cause === 'user' ? 'a person must insist' : 'it is not moved automatically'
    return mayNot('manual-only', `${name} is ${whom}: ${how}.`)
  }
  switch (status) {
    case undefined:
      return unknown('vm.status')
    case 'migrating':
      return mayNot('already-migrating', `${name} is migrating already.`)
    case 'not_responding':
      return mayNot('not-responding', `${name} does not respond.`)
    case 'paused':
      if (vm.pausedByIoError === undefined) return unknown('vm.pausedByIoError')
      if (vm.pausedByIoError) return mayNot('io-error', `${name} is paused because its storage failed.`)
      break
    case 'up':
    case 'powering_up':
    case 'reboot_in_progress':
      break
    default:
      return mayNot('not-running', `${name} is in the state ${status}, in which it cannot migrate.`)
  }
  return {
    kind: 'may',
    reason: reason('may-migrate', `${name} is in the state ${status} and may migrate.`, { status }),
  }
}
