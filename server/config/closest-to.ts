import { editDistance } from '../../shared/measure/edit-distance.ts'

/** The candidate with the fewest edits from what was typed, when it is close enough to be what was meant. */
export function closestTo(typed: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(typed.length / 4))
  const best = candidates
    // Those are further away by their length alone, which need not be counted letter by letter.
    .filter(({ length }) => Math.abs(length - typed.length) <= most)
    .map(candidate => ({ candidate, edits: editDistance(typed.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits)[0]
  return best !== undefined && best.edits <= most ? best.candidate : undefined
}
