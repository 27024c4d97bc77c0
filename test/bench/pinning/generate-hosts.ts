import { createRandom, type Random } from '../../../server/planner/search/random.ts'
import type { Core } from '../../../server/tuning/pinning/cpu-view.ts'
import type { Trace } from '../planetlab/read-trace.ts'
import type { WorldHost, WorldVcpu } from './pcpu-world.ts'

export const CPU_COUNTS = [4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256] as const
const VM_SIZES = [1, 1, 1, 2, 2, 2, 4, 4, 6, 8, 12, 16] as const
/** Demand of the whole host through its capacity, from light to more than there is. */
const UTILISATIONS = [0.15, 0.3, 0.5, 0.7, 0.9, 1.1] as const
const [THREADS_PER_CORE, TWO_THREADS_CAPACITY] = [2, 1.25]
/** Hosts with more are not seen. */
const MOST_VCPUS_PER_CPU = 4

export const ROUND_MS = 10_000
/** Samples of the traces are five minutes apart. */
const ROUNDS_PER_SAMPLE = 300_000 / ROUND_MS
/** An hour and four; and long enough to come to rest by one move a round well before the last quarter. */
const LEAST_ROUNDS = { constant: 360, traces: 1_440 }
const ROUNDS_PER_VCPU = 4

/** Where VMs are at first: in turn on all CPUs, anywhere, on the first quarter of the CPUs, or all on the first CPU. */
export const placements = ['even', 'random', 'crowded', 'one'] as const

export type GeneratedHost = WorldHost &
  Readonly<{
    cpus: number
    threads: number
    nodes: number
    utilisation: number
    placement: (typeof placements)[number]
    family: 'constant' | 'traces'
    rounds: number
  }>

export type HostOptions = Readonly<{ count: number; seed: number; largest: number }>

/**
 * Hosts by seed, each size in turn. With a trace, a vCPU asks for what the traced machine asked for, from some instant of the day on;
 * without, always for the same: one in three for hardly anything, one in four for all it can.
 */
export function generateHosts(options: HostOptions, trace?: Trace): GeneratedHost[] {
  const sizes = CPU_COUNTS.filter(cpus => cpus <= options.largest)
  const random = createRandom(options.seed)
  return Array.from({ length: options.count }, (_, index) =>
    generateHost(index, sizes[index % sizes.length] ?? 4, random, trace),
  )
}

function generateHost(index: number, cpus: number, random: Random, trace?: Trace): GeneratedHost {
  const any = <T>(list: readonly T[]): T => list[random.below(list.length)] as T
  const threads = random.below(2) === 0 ? 1 : THREADS_PER_CORE
  const nodes = any([1, 2, 4].filter(nodes => cpus / nodes >= 4 && cpus % (nodes * threads) === 0))
  const [utilisation, placement] = [any(UTILISATIONS), any(placements)]
  const cores = coresOf(cpus, threads, nodes)
  const capacity = 100 * cores.reduce((sum, core) => sum + core.capacity, 0)
  const demandOf = trace ? traceDemands(trace, utilisation, random) : constantDemands(random)

  const vcpus: WorldVcpu[] = []
  const demands: ((round: number) => number)[] = []
  const cpusOfNode = cpus / nodes
  let asked = 0
  for (let vm = 0; asked < utilisation * capacity && vcpus.length < MOST_VCPUS_PER_CPU * cpus; vm++) {
    const size = any(VM_SIZES.filter(size => size <= cpus))
    // Memory of VMs is on their node; only a crowd on the first CPUs is away from it.
    const homeNode = vm % nodes
    for (let vcpu = 0; vcpu < size; vcpu++) {
      const within = homeNode * cpusOfNode
      const startCpu = {
        even: within + (Math.floor(vcpus.length / nodes) % cpusOfNode),
        random: within + random.below(cpusOfNode),
        crowded: random.below(Math.ceil(cpus / 4)),
        one: 0,
      }[placement]
      const isTogether = size > 1 && size <= cpusOfNode
      vcpus.push({ vm, vcpu, startCpu, isTogether, ...(nodes > 1 && { homeNode }) })
      const demand = demandOf()
      demands.push(demand.at)
      asked += demand.mean
    }
  }
  const family = trace ? 'traces' : 'constant'
  return {
    name: `${family} ${index}: ${cpus} CPUs, ${threads} a core, ${nodes} nodes, ${vcpus.length} vCPUs, ${Math.round((100 * asked) / capacity)} %, ${placement}`,
    ...{ cpus, threads, nodes, utilisation, placement, family, cores, vcpus },
    rounds: Math.max(LEAST_ROUNDS[family], ROUNDS_PER_VCPU * vcpus.length),
    demandAt: (round, vcpu) => demands[vcpu]?.(round) ?? 0,
  }
}

/** Threads of a core are next to each other, cores of a node too. */
const coresOf = (cpus: number, threads: number, nodes: number): Core[] =>
  Array.from({ length: cpus / threads }, (_, core) => ({
    cpuIds: Array.from({ length: threads }, (_, thread) => core * threads + thread),
    ...(nodes > 1 && { nodeId: Math.floor((core * threads * nodes) / cpus) }),
    capacity: threads > 1 ? TWO_THREADS_CAPACITY : 1,
    fixedPercent: 0,
  }))

type Demand = Readonly<{ mean: number; at(round: number): number }>

function constantDemands(random: Random): () => Demand {
  return () => {
    const kind = random.below(12)
    const percent = kind < 4 ? random.below(6) : kind < 9 ? 6 + random.below(90) : 100
    return { mean: percent, at: () => percent }
  }
}

/** Traced machines are mostly idle: the fuller a host is to be, the busier those that its vCPUs are taken from. */
function traceDemands(trace: Trace, utilisation: number, random: Random) {
  const mean = (percents: Uint8Array) => percents.reduce((sum, percent) => sum + percent, 0) / percents.length
  const ranked = trace.map(percents => ({ percents, mean: mean(percents) })).toSorted((a, b) => b.mean - a.mean)
  const busiest = ranked.slice(0, Math.ceil(ranked.length / (utilisation < 0.5 ? 1 : utilisation < 0.9 ? 4 : 16)))
  return (): Demand => {
    const one = busiest[random.below(busiest.length)]
    const percents = one?.percents ?? new Uint8Array(1)
    const from = random.below(percents.length)
    const at = (round: number) => percents[(from + Math.floor(round / ROUNDS_PER_SAMPLE)) % percents.length] ?? 0
    return { mean: one?.mean ?? 0, at }
  }
}
