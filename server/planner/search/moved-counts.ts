/** How many VMs of each group are not where they were at first, and the greatest such number, kept as they move. */
export type MovedCounts = Readonly<{
  clear(): void
  count(group: number, by: 1 | -1): void
  most(): number
  /** The greatest number, would one group have so many more. */
  mostWith(group: number, by: -1 | 0 | 1): number
}>

export function createMovedCounts(groups: number, vms: number): MovedCounts {
  const movedOf = new Int32Array(groups)
  /** Number of VMs moved → how many groups have so many. */
  const groupsWith = new Int32Array(vms + 1)
  let most = 0
  return {
    clear() {
      movedOf.fill(0)
      groupsWith.fill(0)
      groupsWith[0] = groups
      most = 0
    },
    count(group, by) {
      const now = movedOf[group] as number
      movedOf[group] = now + by
      groupsWith[now] = (groupsWith[now] as number) - 1
      groupsWith[now + by] = (groupsWith[now + by] as number) + 1
      if (now + by > most) most = now + by
      while (most > 0 && groupsWith[most] === 0) most -= 1
    },
    most: () => most,
    mostWith(group, by) {
      const now = movedOf[group] as number
      if (now + by > most) return now + by
      return by === -1 && now === most && groupsWith[most] === 1 ? most - 1 : most
    },
  }
}
