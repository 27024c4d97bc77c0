import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { withMoves } from '../facts/with-moves.ts'

/** The situation as it would be if a VM were not there at all: its host has the memory and the CPU back. */
export function withoutVm(situation: Situation, vm: VmFacts): Situation {
  const gone = withMoves(situation, new Map([[vm.id, undefined]]))
  return {
    ...gone,
    vms: gone.vms.filter(({ id }) => id !== vm.id),
    pending: situation.pending.filter(({ vmId }) => vmId !== vm.id),
  }
}
