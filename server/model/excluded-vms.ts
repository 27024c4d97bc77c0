import type { Snapshot } from '../../shared/model/snapshot.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'

/** The snapshot in which VMs with the tag say so themselves: whoever looks for a VM to move leaves them alone, and can say why. */
export function markExcluded(snapshot: Snapshot, vmIds: ReadonlySet<string> | undefined, tag: string): Snapshot {
  if (vmIds === undefined || vmIds.size === 0) return snapshot
  const vms = snapshot.vms.map(vm => (vmIds.has(vm.id) ? { ...vm, excludedBy: tag } : vm))
  return { ...snapshot, vms }
}

export const whyExcluded = ({ name }: Readonly<{ name: string }>, tag: string): Reason =>
  reason('vm-excluded', `${name} has the tag ${tag}, so it is left alone.`, { vm: name, tag })
