import { reason, type Skipped, skip } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'

export type HostLimits = Readonly<{
  /** Hosts that are out of question, e.g. those where a start has failed. */
  excludedHostIds?: ReadonlySet<string>
  /** Only these. Absent or empty: any. */
  allowedHostIds?: ReadonlySet<string>
}>

/** The hosts a VM could be given at all, by id as the engine orders them, and why the rest is left out. Source: rules §3 step 3. */
export function candidateHosts(
  { hosts }: Situation,
  { excludedHostIds = new Set(), allowedHostIds = new Set() }: HostLimits,
): Readonly<{ candidates: readonly HostFacts[]; leftOut: readonly Skipped[] }> {
  const candidates: HostFacts[] = []
  const leftOut: Skipped[] = []
  for (const host of hosts.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const { id, name, status } = host
    if (status !== 'up') {
      const text = `${name} is ${status ?? 'in a state that is not known'}, not up.`
      leftOut.push(skip(host, reason('host-not-up', text, { host: name, status: status ?? 'unknown' })))
    } else if (excludedHostIds.has(id)) {
      leftOut.push(skip(host, reason('host-excluded', `${name} is out of question here.`, { host: name })))
    } else if (allowedHostIds.size > 0 && !allowedHostIds.has(id)) {
      leftOut.push(
        skip(host, reason('host-not-allowed', `${name} is not among the hosts to choose from.`, { host: name })),
      )
    } else candidates.push(host)
  }
  return { candidates, leftOut }
}
