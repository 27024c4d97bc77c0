import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept } from '../../scheduling/unit.ts'
import type { FaultPlan } from '../world/faults.ts'

/** Rules of this engine that nobody else knows, as filters: an engine that is newer or has been patched has such. */
export const unknownRules = ({ rules }: FaultPlan): readonly FilterUnit[] =>
  rules.map(({ name, vmId, hostId, message }) => ({
    kind: 'filter',
    id: name,
    name,
    properties: [],
    filter: eachVm((vm, host) => {
      const applies = (vmId === undefined || vmId === vm.id) && (hostId === undefined || hostId === host.id)
      // Where a VM runs already it has passed.
      return applies && vm.hostId !== host.id ? dropped(reason('unknown-rule', message, { message })) : kept
    }),
  }))
