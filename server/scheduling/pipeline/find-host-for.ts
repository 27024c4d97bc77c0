import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import type { FilterUnit } from '../unit.ts'
import { type OnUnknown, rejects } from './judge-hosts.ts'

/** Hosts at a time: enough that filters which work once for all hosts do not repeat much, few enough to stop early. */
const BLOCK = 8

/**
 * The first host, in their order, that every filter keeps for the VM; undefined: none. For "could it run elsewhere", asked
 * of every VM of an engine: it stops at the first answer and keeps no explanation. A filter that compares hosts with each
 * other sees a block of them only, so the whole is asked again where that says no.
 */
export function findHostFor(
  vm: VmFacts,
  hosts: readonly HostFacts[],
  filters: readonly FilterUnit[],
  options: Readonly<{ situation: Situation; onUnknown: OnUnknown }>,
): HostFacts | undefined {
  for (let start = 0; start < hosts.length; start += BLOCK) {
    const [found] = hostsLeft(vm, hosts.slice(start, start + BLOCK), filters, options)
    if (found !== undefined) return found
  }
  return hosts.length > BLOCK ? hostsLeft(vm, hosts, filters, options)[0] : undefined
}

/** The hosts that every filter keeps. Stops asking when none is left, as the engine does. */
export function hostsLeft(
  vm: VmFacts,
  hosts: readonly HostFacts[],
  filters: readonly FilterUnit[],
  { situation, onUnknown }: Readonly<{ situation: Situation; onUnknown: OnUnknown }>,
): readonly HostFacts[] {
  let left = hosts
  for (const { filter } of filters) {
    if (left.length === 0) return left
    const verdicts = filter([vm], left, situation)
    left = left.filter(({ id }) => {
      const verdict = verdicts.get(id)
      return verdict !== undefined && !rejects(verdict, onUnknown)
    })
  }
  return left
}
