import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { GuestSla } from '../tuning/collectors/collector.ts'
import type { TaggedVms } from './tagged-vms.ts'

/** VMs with one tag, and the class it stands for. */
export type TaggedClass = Readonly<{ slaClass: string; vms: TaggedVms }>

export type VmClasses = Readonly<{
  /** undefined: no such VM is known. Of the newest snapshot. */
  slaOf(vmId: string): GuestSla | undefined
  onSnapshot(snapshot: Snapshot): void
  /** Reads the tags again, one search each. Never rejects. */
  refresh(signal: AbortSignal): Promise<void>
}>

/** What the engine says of VMs for the policies of hosts. The tags of a class are in order: of several, the first counts. */
export function createVmClasses(classes: readonly TaggedClass[]): VmClasses {
  let vms: ReadonlyMap<string, Vm> = new Map()

  /** While a tag that comes first has not been read, the class is not known: a VM that must stay might be taken for another. */
  function classOf(vmId: string): string | undefined {
    const first = classes.find(one => one.vms.ids()?.has(vmId) ?? true)
    return first?.vms.ids() === undefined ? undefined : first.slaClass
  }

  return {
    slaOf(vmId) {
      const vm = vms.get(vmId)
      if (vm === undefined) return undefined
      const slaClass = classOf(vmId)
      const { guaranteedMiB, memoryMiB, scheduling } = vm
      return {
        ...(slaClass !== undefined && { slaClass }),
        ...(scheduling !== undefined && { priority: scheduling.priority }),
        isMigratable: movesFreely(vm),
        ...(guaranteedMiB !== undefined && memoryMiB > 0 && { guaranteedPercent: (100 * guaranteedMiB) / memoryMiB }),
      }
    },
    onSnapshot(snapshot) {
      vms = new Map(snapshot.vms.map(vm => [vm.id, vm]))
    },
    async refresh(signal) {
      // One after the other: they are not urgent, and people wait for the engine's connections.
      for (const one of classes) await one.vms.refresh(signal)
    },
  }
}

/** By its placement; the engine's own VM is moved by its agents alone. */
const movesFreely = ({ placement, origin }: Vm): boolean =>
  placement === 'migratable' && origin?.endsWith('hosted_engine') !== true
