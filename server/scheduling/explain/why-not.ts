import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { mandatoryFilters } from '../engine-units.ts'
import { vmsOn } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import type { Decision } from '../pipeline/decision.ts'
import { hostsLeft } from '../pipeline/find-host-for.ts'
import { type HostJudgement, rejects } from '../pipeline/judge-hosts.ts'
import { REFUSAL_FILTER } from '../pipeline/learned-refusals.ts'
import type { PlaceOptions } from '../pipeline/place.ts'
import { flipsFor } from './placement-of.ts'
import { withoutVm } from './without-vm.ts'

/** How many VMs of the host are tried, smallest first, for "if this one moved". */
const MAX_TRIED = 50

/** What stands between a VM and one host in a decision, and the smallest changes that would take it there. */
export function whyNot(
  vm: VmFacts,
  hostId: string,
  decision: Decision,
  options: PlaceOptions,
): Readonly<{ isChosen: boolean; because: readonly Reason[]; changes: readonly Reason[] }> {
  if (decision.hostId === hostId) return { isChosen: true, because: [decision.because], changes: [] }
  const leftOut = decision.leftOut.find(({ id }) => id === hostId)
  if (leftOut !== undefined) return { isChosen: false, because: [leftOut.reason], changes: [] }
  const host = decision.hosts.find(judged => judged.hostId === hostId)
  if (host === undefined) {
    return { isChosen: false, because: [reason('host-unknown', 'The cluster has no such host.')], changes: [] }
  }
  return host.isKept ? outranked(host, decision) : rejected(vm, host, options)
}

function outranked(host: HostJudgement, decision: Decision) {
  const ranked = decision.ranking?.hosts.find(({ hostId }) => hostId === host.hostId)
  const best = decision.ranking?.hosts[0]
  const bestName = decision.hosts.find(({ hostId }) => hostId === decision.hostId)?.hostName ?? 'another host'
  const values = { host: host.hostName, best: bestName, points: ranked?.total ?? 0, bestPoints: best?.total ?? 0 }
  const text = `${host.hostName} can take it, but ranks lower: ${values.points} points, ${bestName} has ${values.bestPoints}.`
  const changes = flipsFor(decision, host.hostId).map(({ unit, factor, needed, direction }) => {
    const bound = direction === 'raise' ? 'at least' : 'at most'
    const sentence = `If the factor of ${unit} were ${bound} ${needed} instead of ${factor}.`
    return reason('if-factor', sentence, { unit, factor, needed, direction })
  })
  return { isChosen: false, because: [reason('outranked', text, values)], changes }
}

function rejected(vm: VmFacts, host: HostJudgement, options: PlaceOptions) {
  const against = host.verdicts.filter(({ verdict }) => rejects(verdict, options.onUnknown))
  const because = against.map(({ unitName, verdict }) => {
    const why =
      verdict.kind === 'dropped' ? verdict.reason : missing(unitName, verdict.kind === 'unknown' ? verdict.field : '')
    return reason(why.code, `${unitName}: ${why.text}`, { ...why.values, unit: unitName })
  })
  const units = against.map(({ unitName }) => unitName)
  // The engine always asks the mandatory ones, and nobody can switch off what it refused.
  const isFixed = against.some(
    ({ unitId, unitName }) => unitName === REFUSAL_FILTER || mandatoryFilters.some(({ id }) => id === unitId),
  )
  const off = reason(
    'if-filters-off',
    `If the ${units.length === 1 ? 'filter' : 'filters'} ${units.join(', ')} were off.`,
    {
      units: units.join(', '),
    },
  )
  const departing = ifOneLeft(vm, host, options)
  return { isChosen: false, because, changes: [...(departing ? [departing] : []), ...(isFixed ? [] : [off])] }
}

const missing = (unit: string, field: string): Reason =>
  reason('fact-missing', `the engine does not tell ${field}, and this service is set to do without such hosts.`, {
    unit,
    field,
  })

/** The smallest VM of the host without which every filter would keep the host. */
function ifOneLeft(vm: VmFacts, { hostId, hostName }: HostJudgement, options: PlaceOptions): Reason | undefined {
  const { situation, policy, onUnknown } = options
  const others = vmsOn(situation, hostId)
    .filter(({ id, placement }) => id !== vm.id && placement === 'migratable')
    .toSorted((a, b) => a.memoryMiB - b.memoryMiB)
  for (const other of others.slice(0, MAX_TRIED)) {
    const after = withoutVm(situation, other)
    const hosts = after.hosts.filter(({ id }) => id === hostId)
    if (hostsLeft(vm, hosts, policy.filters, { situation: after, onUnknown }).length > 0) {
      const text = `If ${other.name} (${other.memoryMiB} MiB) moved away from ${hostName}.`
      return reason('if-vm-moved', text, { vm: other.name, memoryMiB: other.memoryMiB, host: hostName })
    }
  }
  return undefined
}
