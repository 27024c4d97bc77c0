import type { PlacementProblem } from './placement-problem.ts'

/** Where the VMs of each group are, and whether one may go elsewhere: apart, in zones enough, near those it depends on. */
export type GroupPlaces = Readonly<{
  clear(): void
  put(vm: number, to: number): void
  take(vm: number, from: number): void
  /** Whether no VM of its group is on a host, but one (or none, -1) that leaves it. */
  isApart(vm: number, to: number, leaving: number): boolean
  /** Whether its group, and those that depend on it, keep their zones and areas when it alone moves. */
  keepsZonesAndAreas(vm: number, from: number, to: number): boolean
}>

/** `host` is the placement itself, VM → host, as it changes. */
export function createGroupPlaces(problem: PlacementProblem, host: Int32Array): GroupPlaces {
  const { group, groups, zone, zones, minZones, area, areas, dependsOn, hosts } = problem
  const inZone = new Int32Array(groups * zones)
  const zonesOf = new Int32Array(groups)
  const inArea = new Int32Array(groups * areas)
  const apart = apartRows(problem)
  const on = new Uint16Array(apart.rows * hosts)
  const dependents = dependentsOf(problem)

  function count(vm: number, at: number, by: 1 | -1): void {
    const of = group[vm] as number
    const place = of * zones + (zone[at] as number)
    const now = (inZone[place] as number) + by
    inZone[place] = now
    if (by === 1 && now === 1) zonesOf[of] = (zonesOf[of] as number) + 1
    if (by === -1 && now === 0) zonesOf[of] = (zonesOf[of] as number) - 1
    const row = apart.rowOf[of] as number
    if (row >= 0) on[row * hosts + at] = (on[row * hosts + at] as number) + by
    const near = of * areas + (area[at] as number)
    inArea[near] = (inArea[near] as number) + by
  }

  function keepsZones(of: number, from: number, to: number): boolean {
    if (from === to || (inZone[of * zones + from] as number) > 1) return true
    const gained = (inZone[of * zones + to] as number) === 0 ? 1 : 0
    return (zonesOf[of] as number) - 1 + gained >= (minZones[of] as number)
  }

  function keepsAreas(of: number, from: number, to: number): boolean {
    if (from === to) return true
    for (const on of dependsOn[of] ?? []) if (on !== of && (inArea[on * areas + to] as number) === 0) return false
    if ((inArea[of * areas + from] as number) > 1) return true
    for (const by of dependents[of] ?? []) if (by !== of && (inArea[by * areas + from] as number) > 0) return false
    return true
  }

  return {
    clear() {
      for (const table of [inZone, zonesOf, inArea, on]) table.fill(0)
    },
    put: (vm, to) => count(vm, to, 1),
    take: (vm, from) => count(vm, from, -1),
    isApart(vm, to, leaving) {
      const of = group[vm] as number
      const row = apart.rowOf[of] as number
      const there = row < 0 ? 0 : (on[row * hosts + to] as number)
      if (there === 0) return true
      const itself = host[vm] === to ? 1 : 0
      return there === itself + (leaving >= 0 && group[leaving] === of && host[leaving] === to ? 1 : 0)
    },
    keepsZonesAndAreas(vm, from, to) {
      const of = group[vm] as number
      return (
        keepsZones(of, zone[from] as number, zone[to] as number) &&
        keepsAreas(of, area[from] as number, area[to] as number)
      )
    },
  }
}

/** Group → its row in a table of groups of several VMs; -1: a VM alone is always apart. */
function apartRows({ group, groups }: PlacementProblem): Readonly<{ rowOf: Int32Array; rows: number }> {
  const sizes = new Int32Array(groups)
  for (const of of group) sizes[of] = (sizes[of] as number) + 1
  let rows = 0
  const rowOf = sizes.map(size => (size > 1 ? rows++ : -1))
  return { rowOf, rows }
}

function dependentsOf({ groups, dependsOn }: PlacementProblem): readonly (readonly number[])[] {
  const dependents: number[][] = Array.from({ length: groups }, () => [])
  for (const [of, on] of dependsOn.entries()) for (const one of on) dependents[one]?.push(of)
  return dependents
}
