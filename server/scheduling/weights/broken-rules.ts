import type { AffinityGroup } from '../facts/affinity-group.ts'

/** Rules a host would break, the most important first. Source: rules §6.3. */
export const byPriority = (groups: readonly AffinityGroup[]): readonly AffinityGroup[] =>
  groups.toSorted((a, b) => b.priority - a.priority)

/**
 * Negative: `a` breaks less. One important rule outweighs any number of lesser ones; if one list begins the other, the
 * shorter is better. Both sorted by priority. Source: rules §6.3.
 */
export function compareBroken(a: readonly AffinityGroup[], b: readonly AffinityGroup[]): number {
  for (const [index, group] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (group.priority !== other.priority) return group.priority - other.priority
  }
  return a.length - b.length
}

/** For each item how many are strictly better: equal ones share a rank and leave a gap (0, 0, 2). Source: rules §6.3. */
export function competitionRanks<T>(items: readonly T[], compare: (a: T, b: T) => number): ReadonlyMap<T, number> {
  const sorted = items.toSorted(compare)
  const ranks = new Map<T, number>()
  let rank = 0
  for (const [index, item] of sorted.entries()) {
    const before = sorted[index - 1]
    if (before !== undefined && compare(before, item) !== 0) rank = index
    ranks.set(item, rank)
  }
  return ranks
}
