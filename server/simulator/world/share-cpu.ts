/** One VM's wish. `weight` is its claim when there is not enough: the number of its vCPUs. */
export type CpuWish = Readonly<{ wanted: number; weight: number }>

/**
 * Shares a host's CPU as a fair scheduler does: nobody gets more than wanted, and when it is not enough, those who want
 * less than their share are served first and the rest is divided by weight. Answers in the order of the wishes.
 */
export function shareCpu(capacity: number, wishes: readonly CpuWish[]): number[] {
  const total = wishes.reduce((sum, { wanted }) => sum + wanted, 0)
  const given = wishes.map(({ wanted }) => wanted)
  if (total <= capacity) return given

  let left = Math.max(0, capacity)
  let weightLeft = wishes.reduce((sum, { weight }) => sum + weight, 0)
  const modestFirst = [...wishes.entries()].toSorted(([, a], [, b]) => a.wanted / a.weight - b.wanted / b.weight)
  for (const [index, { wanted, weight }] of modestFirst) {
    const share = Math.min(wanted, (left * weight) / weightLeft)
    given[index] = share
    left -= share
    weightLeft -= weight
  }
  return given
}
