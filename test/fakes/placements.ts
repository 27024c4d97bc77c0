import fc from 'fast-check'
import type { PlacementProblem } from '../../server/planner/search/placement-problem.ts'

type Over = Partial<PlacementProblem> & Pick<PlacementProblem, 'initial' | 'need' | 'capacity'>

/** One resource, each VM a group of its own, one zone, one area, moves for nothing: what a test does not say. */
export function aPlacementProblem(over: Over): PlacementProblem {
  const vms = over.initial.length
  const resources = over.need.length / vms
  const hosts = over.capacity.length / resources
  const groups = over.groups ?? vms
  return {
    vms,
    hosts,
    resources,
    safety: over.capacity,
    loadWeight: new Float64Array(resources).fill(1),
    isTransient: new Uint8Array(resources),
    balances: [],
    group: Int32Array.from({ length: vms }, (_, vm) => vm),
    groups,
    zone: new Int32Array(hosts),
    zones: 1,
    minZones: new Int32Array(groups),
    area: new Int32Array(hosts),
    areas: 1,
    dependsOn: Array.from({ length: groups }, () => []),
    moveCost: new Float64Array(vms),
    moveWeight: 1,
    groupMoveWeight: 0,
    routeCost: new Int32Array(hosts * hosts),
    routeWeight: 0,
    ...over,
  }
}

const upTo = (max: number) => fc.integer({ min: 0, max })
const many = (length: number, max: number) => fc.array(upTo(max), { minLength: length, maxLength: length })

/** Small problems with every kind of rule and cost, whose first placement breaks no rule. Numbers are whole. */
export const placementProblems: fc.Arbitrary<PlacementProblem> = fc
  .record({ vms: fc.integer({ min: 2, max: 9 }), hosts: fc.integer({ min: 2, max: 5 }), resources: upTo(2) })
  .chain(({ vms, hosts, resources: more }) => {
    const resources = more + 1
    return fc
      .record({
        initial: many(vms, hosts - 1),
        need: many(vms * resources, 9),
        room: many(hosts * resources, 12),
        unsafe: many(hosts * resources, 8),
        loadWeight: many(resources, 3),
        isTransient: many(resources, 1),
        wanted: many(vms, 3),
        zone: many(hosts, 2),
        area: many(hosts, 1),
        slack: many(vms, 1),
        links: fc.array(fc.tuple(upTo(vms - 1), upTo(vms - 1)), { maxLength: 4 }),
        moveCost: many(vms, 4),
        routeCost: many(hosts * hosts, 4),
        pairs: fc.array(fc.tuple(upTo(vms - 1), upTo(vms - 1)), { maxLength: 3 }),
        kind: many(vms, 1),
        mayRun: many(2 * hosts, 3),
        target: upTo(2),
      })
      .map(drawn => toProblem(vms, hosts, resources, drawn))
  })

type Drawn = Readonly<
  Record<
    | 'initial'
    | 'need'
    | 'room'
    | 'unsafe'
    | 'loadWeight'
    | 'isTransient'
    | 'wanted'
    | 'zone'
    | 'area'
    | 'slack'
    | 'moveCost'
    | 'routeCost'
    | 'kind'
    | 'mayRun',
    readonly number[]
  > &
    Record<'links' | 'pairs', readonly (readonly [number, number])[]> & { target: number }
>

/** Rules are drawn as far as the first placement keeps them. */
function toProblem(vms: number, hosts: number, resources: number, drawn: Drawn): PlacementProblem {
  const { initial, need } = drawn
  const group = drawn.wanted.map((wanted, vm) => {
    const isTaken = drawn.wanted.some((other, at) => at < vm && other === wanted && initial[at] === initial[vm])
    return isTaken ? 4 + vm : wanted
  })
  const groups = 4 + vms
  const at = (of: number, table: readonly number[]) =>
    new Set(initial.flatMap((host, vm) => (group[vm] === of ? [table[host] ?? 0] : [])))
  const capacity = drawn.room.map((room, place) => {
    const [host, r] = [Math.floor(place / resources), place % resources]
    return room + initial.reduce((sum, on, vm) => sum + (on === host ? (need[vm * resources + r] ?? 0) : 0), 0)
  })
  const holds = ([of, on]: readonly [number, number]) => at(of, drawn.area).isSubsetOf(at(on, drawn.area))
  return aPlacementProblem({
    initial: Int32Array.from(initial),
    need: Float64Array.from(need),
    capacity: Float64Array.from(capacity),
    safety: Float64Array.from(capacity, (most, place) => Math.max(0, most - (drawn.unsafe[place] ?? 0))),
    loadWeight: Float64Array.from(drawn.loadWeight),
    isTransient: Uint8Array.from(drawn.isTransient),
    balances: resources > 1 ? [{ against: 0, of: 1, target: drawn.target, weight: 2 }] : [],
    group: Int32Array.from(group),
    groups,
    zone: Int32Array.from(drawn.zone),
    zones: 3,
    minZones: Int32Array.from({ length: groups }, (_, of) =>
      Math.max(0, at(of, drawn.zone).size - (drawn.slack[of] ?? 0)),
    ),
    area: Int32Array.from(drawn.area),
    areas: 2,
    dependsOn: Array.from({ length: groups }, (_, of) =>
      drawn.links.filter(link => link[0] === of && holds(link)).map(link => link[1]),
    ),
    apart: drawn.pairs.filter(([one, other]) => initial[one] !== initial[other]),
    kind: Int32Array.from(drawn.kind),
    // Most hosts will do for either kind.
    mayRun: Uint8Array.from(drawn.mayRun, word => Math.min(word, 1)),
    moveCost: Float64Array.from(drawn.moveCost),
    groupMoveWeight: 3,
    routeCost: Int32Array.from(drawn.routeCost, (cost, place) =>
      Math.floor(place / hosts) === place % hosts ? 0 : cost,
    ),
    routeWeight: 1,
  })
}
