/** What somebody would be given, or would give: whole KiB; less than `leastKiB` is not worth it. Higher priority goes first. */
export type Claim = Readonly<{ kib: number; leastKiB: number; priority: number }>

/**
 * Shares `amountKiB` out over claims, which stay in their order: who has the higher priority is served first and in full, as far as
 * it goes; those of one priority by what they claim. What would come to less than is worth it is left to the others, so that something
 * comes of a small amount and many claims. Whole KiB, never more than the claim, together never more than the amount.
 */
export function shareOut(amountKiB: number, claims: readonly Claim[]): readonly number[] {
  const shares = new Array<number>(claims.length).fill(0)
  const real = claims.map((claim, index) => ({ ...claim, index })).filter(({ kib }) => kib > 0)
  const byPriority = Map.groupBy(real, ({ priority }) => priority)
  let leftKiB = Math.floor(amountKiB)
  for (const priority of [...byPriority.keys()].toSorted((a, b) => b - a)) {
    if (leftKiB <= 0) break
    for (const { index, kib } of shareOutEqually(leftKiB, byPriority.get(priority) ?? [])) {
      shares[index] = kib
      leftKiB -= kib
    }
  }
  return shares
}

type Placed = Claim & Readonly<{ index: number }>

function shareOutEqually(amountKiB: number, claims: readonly Placed[]): Pick<Placed, 'index' | 'kib'>[] {
  // The least demanding first: who needs most of its claim to be fulfilled goes without before others do.
  const served = claims.toSorted((a, b) => a.leastKiB / a.kib - b.leastKiB / b.kib || b.kib - a.kib)
  let sumKiB = served.reduce((sum, { kib }) => sum + kib, 0)
  for (let last = served.at(-1); last !== undefined; last = served.at(-1)) {
    if (sumKiB <= amountKiB || Math.floor((amountKiB * last.kib) / sumKiB) >= last.leastKiB) break
    sumKiB -= last.kib
    served.pop()
  }
  if (sumKiB <= amountKiB) return served
  // Rounded as running totals: the parts are whole and come to the amount exactly.
  let claimedKiB = 0
  let givenKiB = 0
  return served.map(({ index, kib }) => {
    claimedKiB += kib
    const part = Math.floor((amountKiB * claimedKiB) / sumKiB) - givenKiB
    givenKiB += part
    return { index, kib: part }
  })
}
