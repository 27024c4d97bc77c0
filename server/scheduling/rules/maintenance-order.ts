/** In which order VMs leave a host that is emptied. Source: rules §11, §3.7. */
import { pinningPolicies } from '../../../shared/model/vm.ts'
import { type VmFacts, vcpusOf } from '../facts/vm-facts.ts'

/** As the engine means it: higher priority first; equal ones keep their order. */
export const priorityOrder = (vms: readonly VmFacts[]): readonly VmFacts[] =>
  vms.toSorted((a, b) => b.priority - a.priority)

const rank = ({ pinning }: VmFacts): number => pinningPolicies.indexOf(pinning)

/** The most demanding first: how CPUs are pinned, then their number, then their layout. Stable. Source: rules §3.7. */
export const demandOrder = (vms: readonly VmFacts[]): readonly VmFacts[] =>
  vms.toSorted(
    (a, b) =>
      rank(b) - rank(a) ||
      vcpusOf(b) - vcpusOf(a) ||
      b.threadsPerCore - a.threadsPerCore ||
      b.coresPerSocket - a.coresPerSocket ||
      b.sockets - a.sockets,
  )

/**
 * As the engine does it: its scheduler sorts the list by demand in place, so that priority only breaks ties. This is the
 * engine's quirk. Source: rules §11.
 */
export const engineMaintenanceOrder = (vms: readonly VmFacts[]): readonly VmFacts[] => demandOrder(priorityOrder(vms))
