import type { Named } from '../../../shared/plan/named.ts'
import type { PlacedHost, Placement } from '../../../shared/plan/placement.ts'
import type { Decision } from '../pipeline/decision.ts'
import type { OtherUnit } from '../pipeline/effective-policy.ts'
import { type HostJudgement, type OnUnknown, rejectedBy, type UnitVerdict } from '../pipeline/judge-hosts.ts'
import { factorFlips } from '../selectors/flip.ts'
import type { HostRank } from '../selectors/rank-selector.ts'

export type PlacementSubject = Readonly<{
  vm: Named
  cluster: Named
  policy: Named
  current?: Named
  onUnknown: OnUnknown
  /** Units that were not asked, by the names that the engine has for them. */
  others: readonly (OtherUnit & Readonly<{ name: string }>)[]
  snapshotTakenAtMs: number
}>

/** A decision as people and programs read it. Nothing is worked out anew here: it only names and sorts what decided. */
export function placementOf(decision: Decision, subject: PlacementSubject): Placement {
  const { vm, cluster, policy, current, onUnknown, others, snapshotTakenAtMs } = subject
  const { ranking } = decision
  const ranks = new Map(ranking?.hosts.map((rank, index) => [rank.hostId, { rank, place: index + 1 }]))
  const hosts = decision.hosts
    .map(host => placedHost(host, ranks.get(host.hostId), onUnknown))
    .sort((a, b) => Number(b.kept) - Number(a.kept) || (a.place ?? 0) - (b.place ?? 0))
  const chosen = hosts.find(({ host }) => host.id === decision.hostId)?.host
  return {
    vm,
    cluster,
    policy,
    ...(current && { current }),
    ...(chosen && { chosen }),
    because: decision.because,
    hosts,
    leftOut: [...decision.leftOut],
    silentWeights: decision.silentWeights.map(({ unitName, field }) => ({ unit: unitName, field })),
    notAsked: others.map(({ name }) => name),
    runnerUpWins: ranking ? flipsFor(decision, ranking.hosts[1]?.hostId) : [],
    snapshotTakenAtMs,
  }
}

/** The single changes of a factor with which the host would be chosen, the smallest first. */
export function flipsFor({ ranking }: Decision, hostId: string | undefined): Placement['runnerUpWins'] {
  const flips = ranking && hostId !== undefined ? factorFlips(ranking, hostId) : undefined
  return (flips ?? []).map(({ name, factor, needed, direction }) => ({ unit: name, factor, needed, direction }))
}

function placedHost(
  host: HostJudgement,
  ranked: Readonly<{ rank: HostRank; place: number }> | undefined,
  onUnknown: OnUnknown,
): PlacedHost {
  const rejecting = rejectedBy(host, onUnknown)
  return {
    host: { id: host.hostId, name: host.hostName },
    kept: host.isKept,
    ...(rejecting && { rejectedBy: rejecting.unitName }),
    verdicts: host.verdicts.map(verdictOf),
    ...(ranked && { points: ranked.rank.total, place: ranked.place }),
    weights: (ranked?.rank.units ?? []).map(({ name, weight, reported, position, rank, factor, contribution }) => ({
      unit: name,
      weight,
      reported,
      position,
      rank,
      factor,
      points: contribution,
    })),
  }
}

const verdictOf = ({ unitName, verdict }: UnitVerdict): PlacedHost['verdicts'][number] => ({
  unit: unitName,
  verdict: verdict.kind,
  ...('reason' in verdict && verdict.reason && { reason: verdict.reason }),
  ...(verdict.kind === 'unknown' && { field: verdict.field }),
})
