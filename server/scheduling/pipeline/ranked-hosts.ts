import type { Decision } from './decision.ts'

/** A host that every filter kept, with its points where there was something to choose. */
export type RankedHost = Readonly<{ hostId: string; points?: number }>

/** The hosts a decision could have chosen from, best first; the chosen one leads. */
export function rankedHosts({ hosts, ranking, hostId }: Decision): readonly RankedHost[] {
  if (ranking !== undefined) return ranking.hosts.map(({ hostId: id, total }) => ({ hostId: id, points: total }))
  const kept = hosts.filter(({ isKept }) => isKept).map(host => host.hostId)
  return [...new Set([...(hostId === undefined ? [] : [hostId]), ...kept])].map(id => ({ hostId: id }))
}
