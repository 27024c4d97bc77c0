import { coreLoads } from './core-loads.ts'
import type { Core, CpuView, MovableVcpu } from './cpu-view.ts'
import type { Evenness, PinLimits } from './pin-plan.ts'

/** A core while moves are tried on it. */
export type Place = {
  readonly index: number
  readonly core: Core
  /** Percent of one CPU for each CPU of capacity. */
  load: number
  /** Those worth a move. */
  readonly vcpus: Placed[]
}

/** A vCPU on its core. */
export type Placed = {
  readonly vcpu: MovableVcpu
  place: Place
  readonly reach: Reach
  /** What each percent of its demand costs away from its home node. */
  readonly awayCharge: number
}

/** Cores that a vCPU may run on; all vCPUs with the same list of them share it. */
export type Reach = Readonly<{
  /** The least loaded first, as of the last `sortReaches`. */
  rising: Place[]
  /** By index of the place. */
  has: readonly boolean[]
}>

/** A view that vCPUs can be moved about in; the view itself stays as it is. */
export type Placing = Readonly<{
  places: readonly Place[]
  vcpus: readonly Placed[]
  reaches: readonly Reach[]
}>

export function placingOf(view: CpuView, limits: PinLimits): Placing {
  const { cores } = view
  const loads = coreLoads(view)
  const places = cores.map((core, index): Place => ({ index, core, load: loads[index] ?? 0, vcpus: [] }))
  const reachBy = new Map<readonly number[], Reach>()
  const reachOf = (indexes: readonly number[]): Reach => {
    const known = reachBy.get(indexes)
    if (known !== undefined) return known
    const has = Array.from(places, () => false)
    for (const index of indexes) has[index] = true
    const reach = { rising: indexes.map(index => placeAt(places, index)), has }
    reachBy.set(indexes, reach)
    return reach
  }
  const vcpus = view.vcpus.map((vcpu): Placed => {
    const place = placeAt(places, vcpu.core)
    const away = vcpu.isTogether ? limits.splitPercent : limits.crossNodePercent
    const awayCharge = vcpu.homeNode === undefined ? 0 : away
    const placed = { vcpu, place, reach: reachOf(vcpu.allowedCores), awayCharge }
    if (vcpu.demandPercent >= limits.leastDemandPercent) place.vcpus.push(placed)
    return placed
  })
  return { places, vcpus, reaches: [...reachBy.values()] }
}

function placeAt(places: readonly Place[], index: number): Place {
  const place = places[index]
  if (place === undefined) throw new RangeError(`There is no core ${index} among ${places.length}.`)
  return place
}

/** A vCPU that is worth a move, to another core. */
export function put(placed: Placed, to: Place): void {
  const { vcpu, place: from } = placed
  from.vcpus.splice(from.vcpus.indexOf(placed), 1)
  from.load -= vcpu.demandPercent / from.core.capacity
  to.vcpus.push(placed)
  to.load += vcpu.demandPercent / to.core.capacity
  placed.place = to
}

/** After a step hardly anything is out of order, and to sort costs little. */
export function sortReaches({ reaches }: Placing): void {
  for (const { rising } of reaches) rising.sort(byLoad)
}

export const byLoad = (a: Place, b: Place): number => a.load - b.load || a.index - b.index

export const mayRunOn = ({ reach }: Placed, { index }: Place): boolean => reach.has[index] === true

export const isAway = ({ vcpu: { homeNode } }: Placed, { core: { nodeId } }: Place): boolean =>
  homeNode !== undefined && nodeId !== undefined && nodeId !== homeNode

/** Of the placing as it is now. All zero without any core. */
export function evennessOf({ places, vcpus }: Placing): Evenness {
  let [capacity, demand, potential, highest, lowest] = [0, 0, 0, 0, Number.POSITIVE_INFINITY]
  for (const { core, load } of places) {
    capacity += core.capacity
    demand += load * core.capacity
    potential += load * load * core.capacity
    highest = Math.max(highest, load)
    lowest = Math.min(lowest, load)
  }
  if (capacity === 0) lowest = 0
  for (const placed of vcpus)
    if (isAway(placed, placed.place)) potential += 2 * placed.vcpu.demandPercent * placed.awayCharge
  return {
    potential,
    highestPercent: highest,
    lowestPercent: lowest,
    spreadPercent: highest - lowest,
    demandPercent: capacity === 0 ? 0 : demand / capacity,
  }
}
