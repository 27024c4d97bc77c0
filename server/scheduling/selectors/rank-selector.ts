/** Chooses a host from what the weight units said, and keeps how. Source: rules §4. */

/** What one weight unit reported. It may name hosts that cannot be chosen. */
export type ReportedWeights = Readonly<{
  id: string
  name: string
  factor: number
  /** By host id; lower is better. */
  weights: ReadonlyMap<string, number>
}>

/** One host as one unit sees it. */
export type UnitRank = Readonly<{
  id: string
  name: string
  factor: number
  weight: number
  /** false: the unit did not name the host, which counts as 0. */
  reported: boolean
  /** How many have a smaller weight. */
  position: number
  /** How many others it is no worse than, those of equal weight included. */
  rank: number
  /** Factor times rank. */
  contribution: number
}>

export type HostRank = Readonly<{ hostId: string; total: number; units: readonly UnitRank[] }>

/** Best first, so the first is the one chosen; nothing is decided elsewhere. */
export type Ranking = Readonly<{ chosenHostId: string | undefined; hosts: readonly HostRank[] }>

/** As the engine lists it; the one it always uses. Source: rules §4. */
export const rankSelector = { id: 'b280e7de-5df8-401e-b004-a1414d79a687', name: 'RankSelector' } as const

/**
 * Only the order of weights counts, not how far apart they are. Units that reported nothing are left out. Of equal totals
 * the lowest host id wins: the engine leaves that to the order of a hash map, which nobody can foresee. A host that only
 * a unit named takes a place among the ranks, but is never chosen. Source: rules §4.
 */
export function rankHosts(hostIds: readonly string[], units: readonly ReportedWeights[]): Ranking {
  const perUnit = units.filter(({ weights }) => weights.size > 0).map(unit => rankWithin(unit, hostIds))
  const hosts = [...new Set(hostIds)]
    .map((hostId): HostRank => {
      const ranks = perUnit.map(rankOf => rankOf(hostId))
      return { hostId, total: ranks.reduce((sum, { contribution }) => sum + contribution, 0), units: ranks }
    })
    .sort((a, b) => b.total - a.total || (a.hostId < b.hostId ? -1 : 1))
  return { chosenHostId: hosts[0]?.hostId, hosts }
}

function rankWithin({ id, name, factor, weights }: ReportedWeights, hostIds: readonly string[]) {
  const all = new Map([...new Set(hostIds)].map(hostId => [hostId, 0]))
  for (const [hostId, weight] of weights) all.set(hostId, weight)
  const positions = new Map<number, number>()
  for (const [index, weight] of [...all.values()].sort((a, b) => a - b).entries()) {
    if (!positions.has(weight)) positions.set(weight, index)
  }
  return (hostId: string): UnitRank => {
    const weight = all.get(hostId) ?? 0
    const position = positions.get(weight) ?? 0
    const rank = all.size - 1 - position
    return { id, name, factor, weight, reported: weights.has(hostId), position, rank, contribution: factor * rank }
  }
}
