import { cheapestHost } from './cheapest-host.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { INFEASIBLE, type PlacementState } from './placement-state.ts'
import type { Random } from './random.ts'

/** How many VMs make room for one. */
const MOST_EVICTED = 8
/** What is compared to find a good one: not the best of all, so that another is found each time. */
const HOSTS_COMPARED = 5
const VMS_COMPARED = 6
const TARGETS_COMPARED = 12
const EVICTED_COMPARED = 4
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
  const anyHost = () => random.below(problem.hosts)
  const from = leastOf(HOSTS_COMPARED, anyHost, host => -state.costOf(host))
  const on = state.vmsOn(from)
  if (on.length === 0) return 0
  const vm = leastOf(
    VMS_COMPARED,
    () => pick(on, random),
    one => -state.burdenOf(one),
  )
  const to = leastOf(TARGETS_COMPARED, anyHost, host => state.lacking(vm, host, -1))
  if (from === to) return 0
  const log = createLog(state)
  const isThere = comeIn(vm, to, problem, log, random)
  if (isThere) refine([from, to], problem, log, random)
  if (isThere && log.delta() !== 0 && accept(log.delta())) return log.delta()
  log.undo()
  return 0
}

/** The one that costs least of so many that are drawn. */
function leastOf(draws: number, draw: () => number, cost: (one: number) => number): number {
  let [best, least] = [-1, INFEASIBLE]
  for (let drawn = 0; drawn < draws; drawn++) {
    const one = draw()
    const costs = cost(one)
    if (best < 0 || costs < least) [best, least] = [one, costs]
  }
  return best
}

/** Of a list that is not empty. */
const pick = (list: readonly number[], random: Random): number => list[random.below(list.length)] as number

function comeIn(vm: number, to: number, problem: PlacementProblem, log: Log, random: Random): boolean {
  for (let evicted = 0; evicted <= MOST_EVICTED; evicted++) {
    if (log.tryShift(vm, to) || trySwap(vm, to, log)) return true
    const on = log.state.vmsOn(to)
    if (on.length === 0) return false
    const other = leastOf(
      EVICTED_COMPARED,
      () => pick(on, random),
      one => log.state.lacking(vm, to, one),
    )
    const elsewhere = cheapestHost(other, to, problem, log.state)
    if (elsewhere < 0 || !log.tryShift(other, elsewhere)) return false
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

/** Random moves between these hosts and others that cost less. */
function refine(around: readonly number[], { vms, hosts }: PlacementProblem, log: Log, random: Random): void {
  for (let tries = 0; tries < REFINEMENTS; tries++) {
    const host = around[tries % around.length] as number
    const [other, to, on] = [random.below(vms), random.below(hosts), log.state.vmsOn(host)]
    if (log.state.shiftDelta(other, host) < 0) log.tryShift(other, host)
    if (on.length === 0) continue
    const vm = pick(on, random)
    if (log.state.swapDelta(vm, other) < 0) log.trySwap(vm, other)
    else if (log.state.shiftDelta(vm, to) < 0) log.tryShift(vm, to)
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
