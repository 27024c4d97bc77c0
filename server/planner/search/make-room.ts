import type { PlacementProblem } from './placement-problem.ts'
import { INFEASIBLE, type PlacementState } from './placement-state.ts'
import type { Random } from './random.ts'

/** How many VMs make room for one. */
const MOST_EVICTED = 8
/** Hosts, and VMs of one, that are compared to find a costly one: not the most costly each time. */
const HOSTS_COMPARED = 5
const VMS_COMPARED = 6
const REFINEMENTS = 150

/**
 * A move of many steps, for a large VM: it leaves a costly host for one that is full, VMs there making room, and both hosts are
 * refined. Single moves and swaps never get there: what comes between costs far more. `accept` is asked once, with what all
 * of it changes; unless it says yes all is put back. Returns the change made, 0 if none.
 */
export function makeRoom(
  problem: PlacementProblem,
  state: PlacementState,
  random: Random,
  accept: (delta: number) => boolean,
): number {
  const from = costliest(state, problem.hosts, random)
  const vm = heaviest(state, from, random)
  const to = random.below(problem.hosts)
  if (vm === undefined || from === to) return 0
  const log = createLog(state)
  const isThere = comeIn(vm, to, problem, log, random)
  if (isThere) refine([from, to], problem, log, random)
  if (isThere && log.delta() !== 0 && accept(log.delta())) return log.delta()
  log.undo()
  return 0
}

function costliest(state: PlacementState, hosts: number, random: Random): number {
  let best = random.below(hosts)
  for (let more = 1; more < HOSTS_COMPARED; more++) {
    const other = random.below(hosts)
    if (state.costOf(other) > state.costOf(best)) best = other
  }
  return best
}

/** Among some: not always the same. */
function heaviest(state: PlacementState, host: number, random: Random): number | undefined {
  const on = state.vmsOn(host)
  let best = pick(on, random)
  for (let more = 1; best !== undefined && more < VMS_COMPARED; more++) {
    const other = pick(on, random) as number
    if (state.burdenOf(other) > state.burdenOf(best)) best = other
  }
  return best
}

const pick = (list: readonly number[], random: Random): number | undefined => list[random.below(list.length)]

function comeIn(vm: number, to: number, problem: PlacementProblem, log: Log, random: Random): boolean {
  for (let evicted = 0; evicted <= MOST_EVICTED; evicted++) {
    if (log.tryShift(vm, to) || trySwap(vm, to, log)) return true
    const other = pick(log.state.vmsOn(to), random)
    if (other === undefined || !log.tryShift(other, bestHost(other, to, problem, log.state))) return false
  }
  return false
}

/** With the VM of that host with which it costs least. */
function trySwap(vm: number, to: number, log: Log): boolean {
  let [best, least] = [-1, INFEASIBLE]
  for (const other of log.state.vmsOn(to)) {
    const delta = log.state.swapDelta(vm, other)
    if (delta < least) [best, least] = [other, delta]
  }
  return best >= 0 && log.trySwap(vm, best)
}

function bestHost(vm: number, not: number, { hosts }: PlacementProblem, state: PlacementState): number {
  let [best, least] = [not, INFEASIBLE]
  for (let to = 0; to < hosts; to++) {
    if (to === not) continue
    const delta = state.shiftDelta(vm, to)
    if (delta < least) [best, least] = [to, delta]
  }
  return best
}

/** Random moves between these hosts and others that cost less. */
function refine(around: readonly number[], { vms, hosts }: PlacementProblem, log: Log, random: Random): void {
  for (let tries = 0; tries < REFINEMENTS; tries++) {
    const host = around[tries % around.length] as number
    const vm = pick(log.state.vmsOn(host), random)
    const other = random.below(vms)
    if (vm !== undefined && log.state.swapDelta(vm, other) < 0) log.trySwap(vm, other)
    else if (vm !== undefined) {
      const to = random.below(hosts)
      if (log.state.shiftDelta(vm, to) < 0) log.tryShift(vm, to)
    }
    if (log.state.shiftDelta(other, host) < 0) log.tryShift(other, host)
  }
}

type Log = ReturnType<typeof createLog>

/** Makes feasible moves and can put them all back. */
function createLog(state: PlacementState) {
  const steps: (() => void)[] = []
  let sum = 0
  return {
    state,
    delta: () => sum,
    tryShift(vm: number, to: number): boolean {
      const delta = state.shiftDelta(vm, to)
      if (delta === INFEASIBLE) return false
      const from = state.host[vm] as number
      state.shift(vm, to)
      steps.push(() => state.shift(vm, from))
      sum += delta
      return true
    },
    trySwap(vm: number, other: number): boolean {
      const delta = state.swapDelta(vm, other)
      if (delta === INFEASIBLE) return false
      state.swap(vm, other)
      steps.push(() => state.swap(vm, other))
      sum += delta
      return true
    },
    undo(): void {
      for (const step of steps.toReversed()) step()
    },
  }
}
