/** What one unit says about the hosts; lower is better. A host it leaves out has weight 0. */
export type Vote = Readonly<{ factor: number; weights: ReadonlyMap<string, number> }>

/**
 * The engine's rank selector: each unit ranks the hosts, ties share a rank, ranks are multiplied by the factor and
 * added. Answers the best host, the first of equals; undefined if there is none or nobody votes.
 */
export function selectByRank(hostIds: readonly string[], votes: readonly Vote[]): string | undefined {
  if (votes.length === 0) return undefined
  const scores = new Map(hostIds.map(id => [id, 0]))
  for (const { factor, weights } of votes) {
    const weightOf = (id: string) => weights.get(id) ?? 0
    const sorted = hostIds.map(weightOf).toSorted((a, b) => a - b)
    for (const id of hostIds) {
      const rank = hostIds.length - 1 - sorted.indexOf(weightOf(id))
      scores.set(id, (scores.get(id) ?? 0) + factor * rank)
    }
  }
  const best = Math.max(...scores.values())
  return hostIds.find(id => scores.get(id) === best)
}
