import { anneal } from '../search/anneal.ts'
import { descend } from '../search/descend.ts'
import type { PlacementProblem } from '../search/placement-problem.ts'
import { createPlacementState } from '../search/placement-state.ts'
import { emptyHosts } from './empty-hosts.ts'
import { objectiveProblem } from './objective-problem.ts'
import type { Objective, PlanInput, PlanOptions } from './plan-input.ts'
import { takeBackIdleMoves } from './take-back-idle-moves.ts'

export type FoundPlacement = Readonly<{
  problem: PlacementProblem
  /** VM → host. */
  target: Int32Array
  /** Points of the beginning and of the target, its moves included; no placement at all has less than the bound. */
  initialPoints: number
  points: number
  boundPoints: number
}>

export type SearchTime = Readonly<{
  /** How much of the time is over, 0..1. Asked often. */
  progress: () => number
  /** Told each time when a better placement is known; the first is told even if it is where the VMs are. */
  onBetter?: (found: FoundPlacement) => void
}>

/** The first tenths of the time are for moves that each pay for themselves; what is left, for those that pay only together. */
const DESCENT_SHARE = 0.5

/** Where the VMs of a cluster should be, by an objective. The same input, seed and progress give the same answer. */
export function findPlacement(
  input: PlanInput,
  objective: Objective,
  options: PlanOptions,
  { progress, onBetter }: SearchTime,
): FoundPlacement {
  const problem = objectiveProblem(input, objective, options)
  const state = createPlacementState(problem)
  const bounds = { initialPoints: state.cost().total, boundPoints: boundOf(problem) }
  if (objective.kind === 'restore') {
    state.restore(placesOf(input, objective.places))
  } else {
    const { mostMoves } = options
    descend(problem, state, { leastGain: LEAST_GAIN_POINTS, mostMoves, isOver: () => progress() >= DESCENT_SHARE })
    if (objective.kind === 'density') {
      const { hostsInReserve } = objective
      emptyHosts(problem, state, { hostsInReserve, mostMoves, isOver: () => progress() >= DESCENT_SHARE })
    }
  }
  // Load changes all the time: what gains little now may have to be taken back soon.
  const worthwhile = LEAST_PLAN_MARGINS * options.marginPoints
  const mustMove = problem.moveCost.some(cost => cost < 0)
  if (objective.kind === 'balance' && !mustMove && bounds.initialPoints - state.cost().total < worthwhile) {
    state.restore(problem.initial)
  }
  const target = Int32Array.from(state.host)
  const first: FoundPlacement = { problem, target, points: state.cost().total, ...bounds }
  onBetter?.(first)
  // A plan that is as long as it may be is not improved by more moves.
  const isFull = movesOf(problem, target) >= options.mostMoves
  if (objective.kind !== 'balance' || isFull || isGoodEnough(first, worthwhile)) return first
  const found = anneal(problem, { seed: options.seed, progress: () => afterDescent(progress()) })
  if (found.cost > first.points - worthwhile) return first
  state.restore(found.host)
  takeBackIdleMoves(problem, state)
  if (movesOf(problem, state.host) > options.mostMoves) return first
  const better: FoundPlacement = { ...first, target: Int32Array.from(state.host), points: state.cost().total }
  onBetter?.(better)
  return better
}

function placesOf({ vms, hosts }: PlanInput, places: ReadonlyMap<string, string>): Int32Array {
  const hostAt = new Map(hosts.map(({ id }, at) => [id, at]))
  return Int32Array.from(vms, ({ id, host }) => hostAt.get(places.get(id) ?? '') ?? host)
}

const LEAST_GAIN_POINTS = 0.05
/** What an even-use plan must gain as a whole, beyond what its moves cost, in margins of a move. */
const LEAST_PLAN_MARGINS = 3

const movesOf = ({ initial }: PlacementProblem, host: Int32Array): number =>
  host.reduce((count, at, vm) => count + Number(at !== initial[vm]), 0)

/** Nothing left to gain that would be worth a move. */
const isGoodEnough = ({ points, boundPoints }: FoundPlacement, worthwhile: number): boolean =>
  points - boundPoints < worthwhile

const afterDescent = (progress: number): number => Math.max(0, (progress - DESCENT_SHARE) / (1 - DESCENT_SHARE))

/** As if VMs were water: what is used beyond all thresholds together, and every move that is a gain by itself. */
function boundOf({ hosts, vms, resources, need, safety, loadWeight, moveCost }: PlacementProblem): number {
  let bound = 0
  for (let r = 0; r < resources; r++) {
    let [used, safe] = [0, 0]
    for (let vm = 0; vm < vms; vm++) used += need[vm * resources + r] as number
    for (let host = 0; host < hosts; host++) safe += safety[host * resources + r] as number
    if (used > safe) bound += (used - safe) * (loadWeight[r] as number)
  }
  for (let vm = 0; vm < vms; vm++) bound += Math.min(0, moveCost[vm] as number)
  return bound
}
