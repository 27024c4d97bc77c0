import { editDistance } from '../../shared/measure/edit-distance.ts'

const MAX_COMPARED = 64

/** `did you mean X?` for the nearest of the names, if one is near enough. */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Math.min(3, Math.ceil(name.length / 3)) + 0.5
  for (const candidate of new Set(candidates)) {
    if (candidate === name || Math.abs(candidate.length - name.length) > bestDistance) continue
    const distance = editDistance(name.slice(0, MAX_COMPARED), candidate.slice(0, MAX_COMPARED))
    if (distance >= bestDistance) continue
    best = candidate
    bestDistance = distance
  }
  return best === undefined ? undefined : `did you mean ${best}?`
}
