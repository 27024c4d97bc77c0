/** The candidate with the fewest edits from what was typed, when it is close enough to be what was meant. */
export function closestTo(typed: string, candidates: readonly string[]): string | undefined {
  const best = candidates
    .map(candidate => ({ candidate, edits: editDistance(typed.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits)[0]
  return best !== undefined && best.edits <= Math.max(2, Math.floor(typed.length / 4)) ? best.candidate : undefined
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
