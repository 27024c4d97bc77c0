import type { PolicyHost, PolicyView, PolicyVm, WantedMove } from '../policy.ts'

/** By the share of the host that is asked for, and by what its VMs have asked for before, oldest first. */
export type IsOverloaded = (load: number, history: readonly number[]) => boolean

type Site = {
  host: PolicyHost
  vms: PolicyVm[]
  askedMips: number
  memoryMb: number
  history: number[]
  drawnW: number
}

/**
 * What the four policies of Beloglazov and Buyya (2012) have in common, as CloudSim runs it: from hosts that are overloaded by the
 * given rule VMs leave until none is, those first that migrate fastest; each goes, the most demanding first, to the host that
 * is not overloaded by it and whose power it raises least. Then every host, the least loaded first, is emptied the same way
 * into hosts that are on, if all of its VMs find a place.
 *
 * As CloudSim runs it: the power from which it rises is that of before the round, and an empty host counts as drawing its idle
 * power already, so that VMs that leave an overloaded host often wake one. A host that has just taken such
 * a VM may be emptied in the same round, one that has taken VMs of an emptied host may not. Unlike CloudSim, which then moves and
 * counts a VM twice, it moves once, to where it ends.
 */
export function consolidate({ hosts, vms }: PolicyView, isOverloaded: IsOverloaded): readonly WantedMove[] {
  const sites = hosts.map((host): Site => {
    return { host, vms: [], askedMips: 0, memoryMb: 0, history: [], drawnW: host.powerW(0) }
  })
  for (const vm of vms) put(vm, sites[vm.hostId] as Site)
  for (const site of sites) site.drawnW = site.host.powerW(site.askedMips / site.host.mips)
  const overloaded = new Set(sites.filter(site => site.vms.length > 0 && isOver(site, isOverloaded)))
  const off = new Set(sites.filter(({ askedMips }) => askedMips === 0))
  const leaving = [...overloaded].flatMap(site => relieve(site, isOverloaded))
  const goals = new Map<number, number>()
  for (const vm of leaving.sort(byDemand)) {
    const to = findSite(vm, sites, site => overloaded.has(site), isOverloaded)
    // CloudSim leaves it where it is; nothing else is asked of that host in this round.
    if (to === undefined) continue
    put(vm, to)
    goals.set(vm.id, to.host.id)
  }
  const received = new Set<Site>()
  const closed = new Set([...overloaded, ...off])
  const loadBefore = new Map(sites.map(site => [site, site.askedMips / site.host.mips]))
  const byLoad = sites.toSorted((a, b) => (loadBefore.get(a) ?? 0) - (loadBefore.get(b) ?? 0))
  for (const site of byLoad) {
    if (closed.has(site) || received.has(site)) continue
    closed.add(site)
    const placed = emptySite(site, sites, candidate => closed.has(candidate), isOverloaded)
    for (const { vm, to } of placed) {
      received.add(to)
      goals.set(vm.id, to.host.id)
    }
  }
  return [...goals].map(([vmId, toHostId]) => ({ vmId, toHostId }))
}

function put(vm: PolicyVm, site: Site, by: 1 | -1 = 1): void {
  if (by > 0) site.vms.push(vm)
  else site.vms.splice(site.vms.indexOf(vm), 1)
  site.askedMips += by * Math.min(vm.mips, site.host.coreMips)
  site.memoryMb += by * vm.memoryMb
  for (let at = 0; at < vm.history.length; at++) {
    site.history[at] = (site.history[at] ?? 0) + (by * (vm.history[at] as number)) / site.host.mips
  }
}

const byDemand = (a: PolicyVm, b: PolicyVm): number => b.mips - a.mips || a.id - b.id

function isOver({ vms, host, history }: Site, isOverloaded: IsOverloaded): boolean {
  return isOverloaded(vms.reduce((sum, { mips }) => sum + mips, 0) / host.mips, history)
}

function relieve(site: Site, isOverloaded: IsOverloaded): PolicyVm[] {
  const leaving: PolicyVm[] = []
  while (site.vms.length > 0 && (leaving.length === 0 || isOver(site, isOverloaded))) {
    const fastest = site.vms.reduce((least, vm) => (vm.memoryMb < least.memoryMb ? vm : least))
    put(fastest, site, -1)
    leaving.push(fastest)
  }
  return leaving
}

function findSite(
  vm: PolicyVm,
  sites: readonly Site[],
  isClosed: (site: Site) => boolean,
  isOverloaded: IsOverloaded,
): Site | undefined {
  let [best, leastW]: [Site | undefined, number] = [undefined, Number.POSITIVE_INFINITY]
  for (const site of sites) {
    const { host, askedMips, memoryMb, drawnW } = site
    if (vm.mips > host.coreMips || askedMips + vm.mips > host.mips) continue
    const riseW = host.powerW((askedMips + vm.mips) / host.mips) - drawnW
    if (riseW >= leastW || memoryMb + vm.memoryMb > host.memoryMb || isClosed(site)) continue
    if (site.vms.length > 0 && isOverWith(vm, site, isOverloaded)) continue
    ;[best, leastW] = [site, riseW]
  }
  return best
}

function isOverWith(vm: PolicyVm, site: Site, isOverloaded: IsOverloaded): boolean {
  put(vm, site)
  const isTooMuch = isOver(site, isOverloaded)
  put(vm, site, -1)
  return isTooMuch
}

/** All or none. They stay counted on the host that they leave: it is closed for this round. */
function emptySite(
  site: Site,
  sites: readonly Site[],
  isClosed: (site: Site) => boolean,
  isOverloaded: IsOverloaded,
): readonly Readonly<{ vm: PolicyVm; to: Site }>[] {
  const placed: { vm: PolicyVm; to: Site }[] = []
  for (const vm of site.vms.toSorted(byDemand)) {
    const to = findSite(vm, sites, isClosed, isOverloaded)
    if (to === undefined) {
      for (const { vm: back, to: from } of placed) put(back, from, -1)
      return []
    }
    put(vm, to)
    placed.push({ vm, to })
  }
  return placed
}
