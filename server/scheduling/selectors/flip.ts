import type { HostRank, Ranking } from './rank-selector.ts'

/** The factor of one unit with which another host would win, all else as it is. */
export type FactorFlip = Readonly<{
  unitId: string
  name: string
  factor: number
  /** The nearest whole factor that does it. */
  needed: number
  /** raise: `needed` or more; lower: `needed` or less. */
  direction: 'raise' | 'lower'
  /** The last factor with which it still wins, beyond which a third host does; absent: there is none. */
  until?: number
}>

/**
 * What would have to change for the runner-up, or the host named, to be chosen: one answer for each unit whose factor
 * can do it, the smallest relative change first. undefined: no single factor can. The totals are the selector's own.
 * Source: rules §4.
 */
export function factorFlips(
  ranking: Ranking,
  hostId: string | undefined = ranking.hosts[1]?.hostId,
): readonly FactorFlip[] | undefined {
  const wanted = ranking.hosts.find(host => host.hostId === hostId)
  if (wanted === undefined || wanted.hostId === ranking.chosenHostId) return undefined
  const others = ranking.hosts.filter(host => host !== wanted)
  const flips = wanted.units
    .flatMap((_, unit) => flipOf(wanted, others, unit) ?? [])
    .sort((a, b) => relativeChange(a) - relativeChange(b) || change(a) - change(b) || (a.unitId < b.unitId ? -1 : 1))
  return flips.length > 0 ? flips : undefined
}

const change = ({ factor, needed }: FactorFlip): number => Math.abs(needed - factor)

/** Endless for a factor of 0: a unit that counts for nothing is the last that one would think of. */
const relativeChange = (flip: FactorFlip): number => change(flip) / flip.factor

function flipOf(wanted: HostRank, others: readonly HostRank[], unit: number): FactorFlip | undefined {
  const own = wanted.units[unit]
  if (own === undefined) return undefined
  // Each other host bounds the factor from one side; with any whole factor from `least` to `most` the wanted host wins.
  let least = 0
  let most = Number.POSITIVE_INFINITY
  for (const other of others) {
    const theirs = other.units[unit]
    if (theirs === undefined) return undefined
    const slope = own.rank - theirs.rank
    const lead = wanted.total - own.contribution - (other.total - theirs.contribution)
    // Factors and ranks are whole, so a lead of 1 is the smallest; on a tie the lower id wins.
    const missing = (wanted.hostId < other.hostId ? 0 : 1) - lead
    if (slope > 0) least = Math.max(least, Math.ceil(missing / slope))
    else if (slope < 0) most = Math.min(most, Math.floor(missing / slope) + 0)
    else if (missing > 0) return undefined
  }
  if (least > most) return undefined
  const { id: unitId, name, factor } = own
  if (factor > most)
    return { unitId, name, factor, needed: most, direction: 'lower', ...(least > 0 && { until: least }) }
  const until = Number.isFinite(most) && { until: most }
  return { unitId, name, factor, needed: least, direction: 'raise', ...until }
}
