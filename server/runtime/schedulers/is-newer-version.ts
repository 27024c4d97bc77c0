const numbersOf = (version: string): readonly number[] => version.split('-')[0]?.split('.').map(Number) ?? []

/** Compares as "0.10.1" is meant: number by number, what is missing is 0, what follows "-" does not count. */
export function isNewerVersion(version: string, than: string): boolean {
  const [ours, theirs] = [numbersOf(than), numbersOf(version)]
  for (let at = 0; at < Math.max(ours.length, theirs.length); at++) {
    const difference = (theirs[at] ?? 0) - (ours[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}
