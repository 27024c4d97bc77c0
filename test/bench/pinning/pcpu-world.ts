import type { Core } from '../../../server/tuning/pinning/cpu-view.ts'

/** A vCPU of a simulated host, and where it is at the beginning. */
export type WorldVcpu = Readonly<{
  /** The number of its VM in the list of the host. */
  vm: number
  vcpu: number
  startCpu: number
  homeNode?: number
  isTogether: boolean
}>

/** A host and what is asked of it. CPUs are numbered from 0, without gaps; VMs stand in the order of their numbers. */
export type WorldHost = Readonly<{
  name: string
  cores: readonly Core[]
  vcpus: readonly WorldVcpu[]
  /** Percent of one CPU that a vCPU, by its index, asks for in a round. */
  demandAt(round: number, vcpu: number): number
}>

/** What the counters of one round come to; each array has a figure for each vCPU. */
export type Sample = Readonly<{
  atMs: number
  /** Where it ran last. */
  onCpu: readonly number[]
  /** Percent of one CPU. Together they are what it asked for; a rule that reads run times alone cannot know that. */
  runPercent: readonly number[]
  delayPercent: readonly number[]
}>

/** A vCPU is bound to CPUs of one core; nothing: it is bound no more. */
export type Pin = Readonly<{ at: number; cpuIds: readonly number[] }>

export type World = Readonly<{
  run(round: number): Sample
  /** At once, by the loads of the round that was run last. */
  apply(pins: readonly Pin[]): void
  /** Demand on each core, percent of one CPU for each CPU of capacity. */
  coreLoads(): readonly number[]
  /** Demand on each CPU. */
  cpuLoads(): readonly number[]
  moves(): number
  /** Moves back to a core that was left within the residence time, while neither its load nor that of the vCPU has changed. */
  reversals(): number
}>

/** A load has changed when it differs by more than `loadChangePercent` of the larger one. */
export type WorldTimes = Readonly<{ roundMs: number; residenceMs: number; loadChangePercent: number }>

type Departure = Readonly<{ core: number; atMs: number; demandPercent: number; loadPercent: number }>

/** In percent of one CPU: less is never a change. */
const LEAST_CHANGE = 5

/**
 * CPUs that are shared in proportion to demand once more is asked than they have. The kernel does nothing for a vCPU that is
 * bound to no CPU or to one: it stays where it is, which is the worst case of a host. Bound to all threads of a core it is on
 * the one that is least loaded, the largest first, anew each round. What threads of a core take from each other is not in
 * the counters of a host, and not here: it is in the capacity of cores.
 */
export function createWorld(host: WorldHost, { roundMs, residenceMs, loadChangePercent }: WorldTimes): World {
  const cpuCount = host.cores.reduce((sum, { cpuIds }) => sum + cpuIds.length, 0)
  const coreOf = Array.from({ length: cpuCount }, (_, cpu) => host.cores.findIndex(core => core.cpuIds.includes(cpu)))
  const onCpu = host.vcpus.map(({ startCpu }) => startCpu)
  const isWithinCore = host.vcpus.map(() => false)
  const demand = host.vcpus.map(() => 0)
  const departures = host.vcpus.map((): Departure[] => [])
  let [atMs, moves, reversals] = [0, 0, 0]
  const at = <T>(list: readonly T[], index: number) => list[index] as T

  const cpuLoads = () => sums(cpuCount, onCpu, demand)
  const coreLoads = () => {
    const onCore = onCpu.map(cpu => at(coreOf, cpu))
    return sums(host.cores.length, onCore, demand).map((load, core) => load / at(host.cores, core).capacity)
  }

  /** As the kernel does within a core. */
  function spreadOverThreads(): void {
    const within = onCpu.flatMap((_, vcpu) => (isWithinCore[vcpu] ? [vcpu] : []))
    if (within.length === 0) return
    const bound = sums(
      cpuCount,
      onCpu,
      demand.map((percent, vcpu) => (isWithinCore[vcpu] ? 0 : percent)),
    )
    for (const vcpu of within.toSorted((a, b) => at(demand, b) - at(demand, a))) {
      const { cpuIds } = at(host.cores, at(coreOf, at(onCpu, vcpu)))
      const cpu = cpuIds.reduce((least, one) => (at(bound, one) < at(bound, least) ? one : least))
      onCpu[vcpu] = cpu
      bound[cpu] = at(bound, cpu) + at(demand, vcpu)
    }
  }

  const isChanged = (now: number, then: number) =>
    Math.abs(now - then) > Math.max(LEAST_CHANGE, (loadChangePercent / 100) * Math.max(now, then))

  function isReversal(vcpu: number, core: number, loadPercent: number): boolean {
    const left = at(departures, vcpu).findLast(departure => departure.core === core)
    if (left === undefined || atMs - left.atMs >= residenceMs) return false
    return !isChanged(at(demand, vcpu), left.demandPercent) && !isChanged(loadPercent, left.loadPercent)
  }

  return {
    run(round) {
      atMs = round * roundMs
      for (const vcpu of demand.keys()) demand[vcpu] = host.demandAt(round, vcpu)
      spreadOverThreads()
      const loads = cpuLoads()
      const runPercent = demand.map((percent, vcpu) => percent * Math.min(1, 100 / at(loads, at(onCpu, vcpu))))
      const delayPercent = demand.map((percent, vcpu) => percent - at(runPercent, vcpu))
      return { atMs, onCpu: [...onCpu], runPercent, delayPercent }
    },

    apply(pins) {
      const loadsBefore = coreLoads()
      const left: (readonly [vcpu: number, core: number])[] = []
      for (const { at: vcpu, cpuIds } of pins) {
        const [from, to] = [at(onCpu, vcpu), cpuIds.length === 0 ? at(onCpu, vcpu) : at(cpuIds, 0)]
        isWithinCore[vcpu] = cpuIds.length > 1
        if (cpuIds.includes(from) || from === to) continue
        moves++
        onCpu[vcpu] = to
        const [fromCore, toCore] = [at(coreOf, from), at(coreOf, to)]
        if (fromCore === toCore) continue
        if (isReversal(vcpu, toCore, at(loadsBefore, toCore))) reversals++
        left.push([vcpu, fromCore])
      }
      const loadsAfter = coreLoads()
      for (const [vcpu, core] of left) {
        at(departures, vcpu).push({ core, atMs, demandPercent: at(demand, vcpu), loadPercent: at(loadsAfter, core) })
      }
    },

    coreLoads,
    cpuLoads,
    moves: () => moves,
    reversals: () => reversals,
  }
}

/** The values added up by where they belong. */
function sums(length: number, places: readonly number[], values: readonly number[]): number[] {
  const totals = Array.from({ length }, () => 0)
  for (const [index, place] of places.entries()) totals[place] = (totals[place] ?? 0) + (values[index] ?? 0)
  return totals
}
