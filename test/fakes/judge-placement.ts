import type { PlacementProblem } from '../../server/planner/search/placement-problem.ts'

/**
 * What a placement costs and which rules it breaks, counted from nothing: slow, plain, and independent of the search.
 */
export function judgePlacement(problem: PlacementProblem, host: Int32Array): { cost: number; broken: string[] } {
  const { vms, hosts, resources, initial, group, groups, zone, minZones, area, dependsOn } = problem
  const all = (count: number) => Array.from({ length: count }, (_, at) => at)
  const need = (vm: number, r: number) => problem.need[vm * resources + r] ?? 0
  const used = (at: number, r: number) => all(vms).reduce((sum, vm) => sum + (host[vm] === at ? need(vm, r) : 0), 0)
  const left = (at: number, r: number) =>
    all(vms).reduce((sum, vm) => sum + (initial[vm] === at && host[vm] !== at ? need(vm, r) : 0), 0)
  const capacity = (at: number, r: number) => problem.capacity[at * resources + r] ?? 0
  const broken: string[] = []
  let cost = 0
  for (const at of all(hosts)) {
    for (const r of all(resources)) {
      const taken = used(at, r) + (problem.isTransient[r] === 1 ? left(at, r) : 0)
      if (taken > capacity(at, r)) broken.push(`host ${at} lacks resource ${r}`)
      cost += Math.max(0, used(at, r) - (problem.safety[at * resources + r] ?? 0)) * (problem.loadWeight[r] ?? 0)
    }
    for (const { against, of, target, weight } of problem.balances) {
      const free = (r: number) => capacity(at, r) - used(at, r)
      cost += weight * Math.max(0, target * free(against) - free(of))
    }
  }
  for (const vm of all(vms)) {
    const [from, to] = [initial[vm] ?? 0, host[vm] ?? 0]
    if (from !== to) cost += (problem.moveCost[vm] ?? 0) * problem.moveWeight
    cost += problem.routeWeight * (problem.routeCost[from * hosts + to] ?? 0)
  }
  const of = (one: number) => all(vms).filter(vm => group[vm] === one)
  const moved = (one: number) => of(one).filter(vm => host[vm] !== initial[vm]).length
  cost += problem.groupMoveWeight * Math.max(...all(groups).map(moved))
  for (const list of problem.apart ?? []) {
    const on = list.map(vm => host[vm] ?? 0)
    if (new Set(on).size < on.length) broken.push(`two of ${list.join(', ')} are together`)
  }
  for (const vm of all(vms)) {
    const [kind, to] = [problem.kind?.[vm], host[vm] ?? 0]
    if (kind !== undefined && to !== initial[vm] && problem.mayRun?.[kind * hosts + to] === 0) {
      broken.push(`VM ${vm} may not run on host ${to}`)
    }
  }
  for (const one of all(groups)) {
    const on = of(one).map(vm => host[vm] ?? 0)
    if (new Set(on).size < on.length) broken.push(`two VMs of group ${one} are together`)
    if (new Set(on.map(at => zone[at])).size < (minZones[one] ?? 0)) broken.push(`group ${one} is in too few zones`)
    const areas = (other: number) => new Set(of(other).map(vm => area[host[vm] ?? 0]))
    for (const other of dependsOn[one] ?? []) {
      if (!areas(one).isSubsetOf(areas(other))) broken.push(`group ${one} is where ${other} is not`)
    }
  }
  return { cost, broken }
}
