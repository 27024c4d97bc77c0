import { shareCpu } from '../world/share-cpu.ts'

/** CPUs are numbered socket by socket, core by core; the threads of a core are neighbours. */
export type CpuLayout = Readonly<{ count: number; threadsPerCore: number; perNode: number }>

/** A thread that wants CPU. Shares of one CPU, 0..1. */
export type CpuTask = Readonly<{
  wanted: number
  /** What it may get at most, however idle the host is. */
  limit: number
  /** Its claim against others on the same CPU. */
  weight: number
  /** Absent: any CPU. Never empty. */
  allowed?: readonly number[] | undefined
  homeNode?: number | undefined
  /** Where it ran last. */
  previousCpu?: number | undefined
}>

export type CpuPlace = { cpu: number; got: number }

/** Costs, in shares of a CPU: what a busy sibling takes, memory of another node, and moving at all. */
const SIBLING_COST = 0.25
const FOREIGN_NODE_COST = 0.2
const MOVE_COST = 0.1

/**
 * Puts every task on one CPU, about as a kernel does: those with the least choice first, then the largest, each where the
 * least is going on; then each CPU is shared by weight. Answers in the order of the tasks. `ownShare` is what the host's
 * own system takes of each CPU.
 */
export function placeTasks(layout: CpuLayout, ownShare: number, tasks: readonly CpuTask[]): CpuPlace[] {
  const costs = new Float64Array(layout.count).fill(ownShare * (1 + SIBLING_COST * (layout.threadsPerCore - 1)))
  const choices = ({ allowed }: CpuTask) => allowed?.length ?? layout.count
  const order = [...tasks.keys()].toSorted((a, b) => {
    const [one, other] = [tasks[a] as CpuTask, tasks[b] as CpuTask]
    return choices(one) - choices(other) || other.wanted - one.wanted || a - b
  })
  const places: CpuPlace[] = tasks.map(() => ({ cpu: 0, got: 0 }))
  const onCpu = new Map<number, number[]>()
  for (const index of order) {
    const task = tasks[index] as CpuTask
    const cpu = cheapestCpu(layout, costs, task)
    addLoad(layout, costs, cpu, Math.min(task.wanted, task.limit))
    places[index] = { cpu, got: 0 }
    const there = onCpu.get(cpu)
    if (there === undefined) onCpu.set(cpu, [index])
    else there.push(index)
  }
  for (const indexes of onCpu.values()) {
    const wishes = indexes.map(index => {
      const { wanted, limit, weight } = tasks[index] as CpuTask
      return { wanted: Math.min(wanted, limit), weight }
    })
    const given = shareCpu(1 - ownShare, wishes)
    for (const [position, index] of indexes.entries()) (places[index] as CpuPlace).got = given[position] ?? 0
  }
  return places
}

function addLoad({ threadsPerCore }: CpuLayout, costs: Float64Array, cpu: number, share: number): void {
  const firstThread = cpu - (cpu % threadsPerCore)
  for (let thread = firstThread; thread < firstThread + threadsPerCore; thread++) {
    costs[thread] = (costs[thread] ?? 0) + (thread === cpu ? share : SIBLING_COST * share)
  }
}

function cheapestCpu({ count, perNode }: CpuLayout, costs: Float64Array, task: CpuTask): number {
  const { allowed, homeNode, previousCpu } = task
  const choices = allowed?.length ?? count
  const homeBegin = homeNode === undefined ? 0 : homeNode * perNode
  const homeEnd = homeNode === undefined ? count : homeBegin + perNode
  let best = allowed?.[0] ?? 0
  let bestCost = Number.POSITIVE_INFINITY
  for (let choice = 0; choice < choices; choice++) {
    const cpu = allowed === undefined ? choice : (allowed[choice] ?? 0)
    let cost = costs[cpu] ?? 0
    if (cpu < homeBegin || cpu >= homeEnd) cost += FOREIGN_NODE_COST
    if (previousCpu !== undefined && cpu !== previousCpu) cost += MOVE_COST
    if (cost < bestCost) {
      best = cpu
      bestCost = cost
    }
  }
  return best
}
