import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { type Ranking, rankHosts } from '../selectors/rank-selector.ts'
import { candidateHosts, type HostLimits } from './candidate-hosts.ts'
import type { Decision } from './decision.ts'
import type { EffectivePolicy } from './effective-policy.ts'
import { type HostJudgement, judgeHosts, type OnUnknown, rejectedBy } from './judge-hosts.ts'
import { weighHosts } from './weigh-hosts.ts'

export type PlaceOptions = Readonly<{
  situation: Situation
  policy: Pick<EffectivePolicy, 'filters' | 'weights'>
  onUnknown: OnUnknown
}>

export type PlaceLimits = HostLimits &
  Readonly<{
    /** Where it shall end up, if one of these is left by the filters. */
    destinationHostIds?: ReadonlySet<string>
  }>

/**
 * Chooses the host for VMs that go together, as the engine does: filters, then weights among two or more. External units
 * are not asked here. Pure. Source: rules §3 step 8.
 */
export function place(group: readonly VmFacts[], limits: PlaceLimits, options: PlaceOptions): Decision {
  const { situation, policy, onUnknown } = options
  const { candidates, leftOut } = candidateHosts(situation, limits)
  const hosts = judgeHosts(group, candidates, policy.filters, { situation, onUnknown })
  const judged = { vmIds: group.map(({ id }) => id), hosts, leftOut }
  const keptIds = hosts.filter(({ isKept }) => isKept).map(({ hostId }) => hostId)
  const wanted = keptIds.filter(id => limits.destinationHostIds?.has(id))
  const runnable = wanted.length > 0 ? wanted : keptIds
  const [first] = runnable
  const nameOf = (id: string): string => hosts.find(({ hostId }) => hostId === id)?.hostName ?? id
  if (first === undefined) return { ...judged, silentWeights: [], because: whyNone(group, hosts, onUnknown) }
  if (runnable.length === 1) {
    const because = reason('only-host', `${nameOf(first)} is the only host that can take ${namesOf(group)}.`, {
      host: nameOf(first),
    })
    return { ...judged, silentWeights: [], hostId: first, because }
  }
  const choosable = candidates.filter(({ id }) => runnable.includes(id))
  const { reported, silent } = weighHosts(group, choosable, policy, situation)
  const ranking = rankHosts(runnable, reported)
  const { chosenHostId } = ranking
  if (policy.weights.length === 0 || chosenHostId === undefined) {
    const text = `The policy weighs nothing, so the first host that can take ${namesOf(group)} is taken: ${nameOf(first)}.`
    const because = reason('first-host', text, { host: nameOf(first) })
    return { ...judged, silentWeights: silent, hostId: first, because }
  }
  return { ...judged, ranking, silentWeights: silent, hostId: chosenHostId, because: whyBest(ranking, nameOf) }
}

const namesOf = (group: readonly VmFacts[]): string => group.map(({ name }) => name).join(', ')

function whyNone(group: readonly VmFacts[], hosts: readonly HostJudgement[], onUnknown: OnUnknown): Reason {
  if (hosts.length === 0) return reason('no-hosts', `There is no host that is up to choose for ${namesOf(group)}.`)
  const byFilter = Map.groupBy(hosts, host => rejectedBy(host, onUnknown)?.unitName ?? '')
  const counts = [...byFilter].map(([name, rejected]) => `${name} ${rejected.length}`).join(', ')
  const text = `None of ${hosts.length} hosts can take ${namesOf(group)}. Rejected by: ${counts}.`
  return reason('all-hosts-filtered-out', text, { hosts: hosts.length, filters: counts })
}

function whyBest({ hosts: [best, second] }: Ranking, nameOf: (id: string) => string): Reason {
  if (best === undefined || second === undefined) return reason('best-host', 'It is the best host.')
  const values = {
    host: nameOf(best.hostId),
    points: best.total,
    second: nameOf(second.hostId),
    secondPoints: second.total,
  }
  const text =
    best.total === second.total
      ? `${values.host} and ${values.second} rank first alike with ${best.total} points; the lower id is taken.`
      : `${values.host} ranks first with ${best.total} points, ${values.second} follows with ${second.total}.`
  return reason('best-host', text, values)
}
