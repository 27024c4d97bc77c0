/**
 * Spreads scores over 1..max, so that units with small numbers count as much as those with large ones. All equal: all 1.
 * Source: rules §4.
 */
export function stretch(scores: ReadonlyMap<string, number>, max: number): ReadonlyMap<string, number> {
  const least = Math.min(...scores.values())
  const span = Math.max(...scores.values()) - least
  const stretched = (score: number): number => (span === 0 ? 1 : Math.round(1 + ((score - least) / span) * (max - 1)))
  return new Map([...scores].map(([hostId, score]) => [hostId, stretched(score)]))
}
