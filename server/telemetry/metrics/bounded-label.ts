/** What every value beyond the bound is counted under. */
export const OTHER = 'other'

/**
 * Values of a label that others choose: codes of plugins, for one. The first `most` different ones are kept, all later ones are
 * counted together, so that the number of series stays bounded whatever they say.
 */
export function boundedLabel(most: number): (value: string) => string {
  const known = new Set<string>()
  return value => {
    if (known.has(value)) return value
    if (known.size >= most) return OTHER
    known.add(value)
    return value
  }
}
