/**
 * Splits a whole number by shares, e.g. hosts over clusters. Every part gets one before any gets a second, as far as the
 * total goes; the rest follows the shares. The parts add up to the total, unless there are none.
 */
export function splitByShares(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0)
  const parts = shares.map(() => 0)
  if (parts.length === 0) return parts
  for (let given = 0; given < total; given++) {
    let neediest = 0
    for (const [index, share] of shares.entries()) {
      if (lack(index, share) > lack(neediest, shares[neediest] ?? 0)) neediest = index
    }
    parts[neediest] = (parts[neediest] ?? 0) + 1
  }
  return parts

  function lack(index: number, share: number): number {
    const has = parts[index] ?? 0
    return has === 0 ? Number.MAX_SAFE_INTEGER - index : (share / sum) * total - has
  }
}
