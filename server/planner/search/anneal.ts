import { makeRoom } from './make-room.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { createPlacementState, INFEASIBLE, type PlacementState } from './placement-state.ts'
import { createRandom, type Random } from './random.ts'
import { type ReachableHosts, reachableHosts } from './reachable-hosts.ts'
import { similarVms } from './similar-vms.ts'

export type AnnealOptions = Readonly<{
  seed: number
  /** How much of its time is over, 0..1; at 1 it ends. Asked now and then. */
  progress: () => number
}>

export type Annealed = Readonly<{
  /** VM → host: the best of the placements that were looked at. Never worse than the first, and it breaks no rule. */
  host: Int32Array
  cost: number
  initialCost: number
  /** Moves that were looked at. */
  tried: number
}>

type Search = Readonly<{
  problem: PlacementProblem
  state: PlacementState
  random: Random
  similar: ReturnType<typeof similarVms>
  reachable: ReachableHosts
}>

/** Looking at the clock costs more than a move. */
const MOVES_BETWEEN_LOOKS = 8192
/** First, cold and last temperature, in what an average VM costs where nothing is left. */
const [HOT, COLD, FROZEN] = [0.2, 1e-3, 1e-7]
/** When it is cold: what is left of the time is for small gains. */
const COLD_AT = 0.9
/** The price of being away, in temperatures: enough to keep room for moves, gone when it is cold. */
const AWAY_PRICE = 1
/** Making room takes as long as some hundred moves in a cluster of a hundred hosts, longer where there are more hosts to look at. */
const MOVES_PER_ROOM = 128
const HOSTS_OF_THAT = 100
/** Of the moves, one after the other: home, to a host in reach, swaps of similar VMs; the rest are swaps with any VM in reach. */
const [HOME_SHARE, SHIFT_SHARE, SIMILAR_SHARE] = [0.15, 0.35, 0.25]

/**
 * Simulated annealing over single moves and swaps: moves that cost more are taken too, the rarer the more they cost and the
 * less time is left. Anytime: whenever it ends it has the best it saw. The same seed and the same progress, the same answer.
 */
export function anneal(problem: PlacementProblem, { seed, progress }: AnnealOptions): Annealed {
  const state = createPlacementState(problem)
  const random = createRandom(seed)
  const initialCost = state.cost().total
  const unit = averageCost(problem)
  const search: Search = {
    problem,
    state,
    random,
    similar: similarVms(problem, random),
    reachable: reachableHosts(problem, random),
  }
  const movesPerRoom = Math.round(MOVES_PER_ROOM * Math.max(1, problem.hosts / HOSTS_OF_THAT))
  let best = { host: Int32Array.from(state.host), cost: initialCost }
  let tried = 0
  for (let share = progress(); share < 1; share = progress()) {
    const temperature = unit * temperatureAt(share)
    state.setAwayPrice(AWAY_PRICE * temperature)
    for (let move = 0; move < MOVES_BETWEEN_LOOKS; move++) {
      if (move % movesPerRoom === 0) makeRoom(problem, state, random, change => accepts(change, temperature, random))
      else tryMove(search, temperature)
    }
    tried += MOVES_BETWEEN_LOOKS
    // Now and then is enough: what is passed over while it is warm is worth nothing, and when it is cold little changes.
    const cost = state.cost().total
    if (cost < best.cost) best = { host: Int32Array.from(state.host), cost }
  }
  state.restore(best.host)
  return { host: best.host, cost: state.cost().total, initialCost, tried }
}

const accepts = (delta: number, temperature: number, random: Random): boolean =>
  delta <= 0 || random.next() < Math.exp(-delta / temperature)

/** Makes one move if it is worth it at this temperature. */
function tryMove(search: Search, temperature: number): void {
  const { problem, state, random, similar } = search
  const vm = random.below(problem.vms)
  const kind = random.next()
  if (kind < HOME_SHARE + SHIFT_SHARE) {
    const to = kind < HOME_SHARE ? (problem.initial[vm] as number) : drawHost(search, vm)
    const delta = state.shiftDelta(vm, to)
    if (delta === INFEASIBLE || !accepts(delta, temperature, random)) return
    state.shift(vm, to)
    return
  }
  const isSimilar = kind < HOME_SHARE + SHIFT_SHARE + SIMILAR_SHARE && similar.each > 0
  const other = isSimilar
    ? (similar.table[vm * similar.each + random.below(similar.each)] as number)
    : drawResident(search, drawHost(search, vm))
  if (other < 0) return
  const delta = state.swapDelta(vm, other)
  if (delta === INFEASIBLE || !accepts(delta, temperature, random)) return
  state.swap(vm, other)
}

function drawHost({ reachable, random }: Search, vm: number): number {
  const first = reachable.start[vm] as number
  return reachable.hosts[first + random.below((reachable.start[vm + 1] as number) - first)] as number
}

function drawResident({ state, random }: Search, host: number): number {
  const on = state.vmsOn(host)
  return on.length === 0 ? -1 : (on[random.below(on.length)] as number)
}

const temperatureAt = (share: number): number =>
  share < COLD_AT
    ? HOT * (COLD / HOT) ** (share / COLD_AT)
    : COLD * (FROZEN / COLD) ** ((share - COLD_AT) / (1 - COLD_AT))

/** So that temperatures mean something whatever the units. */
function averageCost({ vms, resources, need, loadWeight }: PlacementProblem): number {
  let sum = 0
  for (let place = 0; place < vms * resources; place++) {
    sum += (need[place] as number) * (loadWeight[place % resources] as number)
  }
  return sum > 0 ? sum / vms : 1
}
