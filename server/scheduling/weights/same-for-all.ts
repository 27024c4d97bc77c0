import type { HostFacts } from '../facts/host-facts.ts'
import type { HostWeight, Weights } from '../unit.ts'

/** One answer for every host: the unit does not concern the VM, or lacks the same fact for all. Source: rules §6.3. */
export const sameForAll = (hosts: readonly HostFacts[], answer: HostWeight): Weights =>
  new Map(hosts.map(({ id }) => [id, answer]))
