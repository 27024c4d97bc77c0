import type { PlacementProblem } from '../search/placement-problem.ts'
import { withoutGroups } from '../search/without-groups.ts'
import type { Objective, PlanHost, PlanInput, PlanOptions, PlanVm } from './plan-input.ts'

/** Something hosts have and VMs use, whose use costs points beyond a threshold. */
type Measure = Readonly<{
  weight: number
  capacity: (host: PlanHost) => number
  /** Undefined: the sum of what its VMs use. */
  used?: (host: PlanHost) => number
  need: (vm: PlanVm) => number
  /** Beyond this share of a host it is overloaded. */
  bound: number
}>

/** A share of every host beyond which each point of it costs so much more. */
type Threshold = Readonly<{ measure: Measure; share: number; price: number; isLimit: boolean }>

/** Above the cluster's mean, in shares: small unevenness is cheap, large is dear, as a square would have it. */
const STEPS = [
  { above: 0.01, price: 0.5 },
  { above: 0.04, price: 1 },
  { above: 0.1, price: 2 },
] as const
/** An overloaded host outweighs any unevenness. */
const OVERLOAD_PRICE = 8
/** Places in the list of resources: what the engine books, and physical memory, which must be free for all of a VM to arrive. */
const BOOKED = 0
export const PHYSICAL = 1
const LIMITS = 2
/** Of a host's memory, kept free of arrivals: what VMs use changes while a plan is carried out. */
const RESERVE_SHARE = 0.02
/** For a VM to leave where a rule says that it should is worth more than anything else. */
export const LEAVE_POINTS = 1e6

/**
 * A cluster and an objective as numbers: hosts have booked and physical memory as their hard limits, and cost points for use beyond thresholds,
 * each a resource of its own. A point is one percent of an average host. A move costs what its VM takes twice while it
 * migrates, spread over the horizon, and the margin.
 */
export function objectiveProblem(input: PlanInput, objective: Objective, options: PlanOptions): PlacementProblem {
  const { hosts, vms, apart, kind, mayRun } = input
  const thresholds = thresholdsOf(input, objective, options)
  const resources = LIMITS + thresholds.length
  const need = new Float64Array(vms.length * resources)
  const capacity = new Float64Array(hosts.length * resources)
  const safety = new Float64Array(hosts.length * resources)
  const loadWeight = new Float64Array(resources)
  for (const [v, vm] of vms.entries()) {
    need[v * resources + BOOKED] = vm.bookedMiB
    need[v * resources + PHYSICAL] = vm.residentMiB
  }
  const booked = sumsByHost(input, vm => vm.bookedMiB)
  const resident = sumsByHost(input, vm => vm.residentMiB)
  for (const [h, host] of hosts.entries()) {
    const restMiB = host.memoryUsedMiB - (resident[h] as number)
    for (const [r, most] of [
      host.schedulableMiB + (booked[h] as number),
      (1 - RESERVE_SHARE) * host.memoryMiB - restMiB,
    ].entries()) {
      capacity[h * resources + r] = most
      safety[h * resources + r] = most
    }
  }
  for (const [t, { measure, share, price, isLimit }] of thresholds.entries()) {
    const r = LIMITS + t
    const ofVms = sumsByHost(input, measure.need)
    for (const [v, vm] of vms.entries()) need[v * resources + r] = measure.need(vm)
    for (const [h, host] of hosts.entries()) {
      const has = measure.capacity(host)
      // What is in use beside what the VMs account for stays where it is; below zero where less is in use than they might.
      const rest = (measure.used?.(host) ?? (ofVms[h] as number)) - (ofVms[h] as number)
      const most = share * has - rest
      capacity[h * resources + r] = isLimit ? most : Number.POSITIVE_INFINITY
      safety[h * resources + r] = most
    }
    loadWeight[r] = (price * measure.weight * 100) / mean(hosts.map(measure.capacity))
  }
  return {
    vms: vms.length,
    hosts: hosts.length,
    resources,
    initial: Int32Array.from(vms, ({ host }) => host),
    need,
    capacity,
    safety,
    loadWeight,
    isTransient: new Uint8Array(resources),
    ...withoutGroups(vms.length, hosts.length),
    apart,
    kind,
    mayRun: mayRun.map((may, place) => (isEmptied(hosts[place % hosts.length]?.id ?? '', objective) ? 0 : may)),
    moveCost: moveCosts(input, objective, options),
  }
}

const measuresOf = ({ weights, bounds }: PlanOptions): readonly Measure[] => [
  {
    weight: weights.memory,
    capacity: host => host.memoryMiB,
    used: host => host.memoryUsedMiB,
    need: vm => vm.residentMiB,
    bound: bounds.memoryPercent / 100,
  },
  {
    weight: weights.cpu,
    capacity: host => host.threads * 100,
    used: host => host.threads * host.cpuPercent,
    need: vm => vm.cpuPoints,
    bound: bounds.cpuPercent / 100,
  },
  { weight: weights.contention, capacity: host => host.threads, need: vm => vm.vcpus, bound: Number.POSITIVE_INFINITY },
]

function thresholdsOf(input: PlanInput, objective: Objective, options: PlanOptions): readonly Threshold[] {
  return measuresOf(options)
    .filter(({ weight }) => weight > 0)
    .flatMap(measure => {
      const used = measure.used ? sum(input.hosts.map(measure.used)) : sum(input.vms.map(measure.need))
      const staying = input.hosts.filter(({ id }) => !isEmptied(id, objective))
      const meanShare = used / Math.max(sum(staying.map(measure.capacity)), Number.MIN_VALUE)
      const even =
        objective.kind === 'balance' || objective.kind === 'evacuate'
          ? STEPS.map(({ above, price }) => ({ measure, share: meanShare + above, price, isLimit: false }))
          : []
      // Nothing comes to where it would be too much, unless a host must be emptied whatever it takes.
      const isLimit = objective.kind !== 'evacuate'
      const overload = { measure, share: measure.bound, price: OVERLOAD_PRICE, isLimit }
      return Number.isFinite(measure.bound) ? [...even, overload] : even
    })
}

function moveCosts({ hosts, vms }: PlanInput, objective: Objective, options: PlanOptions): Float64Array {
  const { horizonS, marginPoints, weights } = options
  const [memoryMiB, threads] = [mean(hosts.map(host => host.memoryMiB)), mean(hosts.map(host => host.threads))]
  // Who empties a host or restores a placement asks for that alone.
  const isMending = objective.kind !== 'evacuate' && objective.kind !== 'restore'
  return Float64Array.from(vms, vm => {
    const taken = (weights.memory * 100 * vm.memoryMiB) / memoryMiB + (weights.cpu * vm.cpuPoints) / threads
    const cost = marginPoints + (taken * vm.seconds) / horizonS
    if ((isMending && vm.shouldLeave) || isEmptied(hosts[vm.host]?.id ?? '', objective)) return cost - LEAVE_POINTS
    // Where a host is emptied, others move only to make room.
    return objective.kind === 'evacuate' ? cost + LEAVE_POINTS / 100 : cost
  })
}

const isEmptied = (hostId: string, objective: Objective): boolean =>
  objective.kind === 'evacuate' && objective.hostIds.includes(hostId)

function sumsByHost({ hosts, vms }: PlanInput, need: (vm: PlanVm) => number): Float64Array {
  const sums = new Float64Array(hosts.length)
  for (const vm of vms) sums[vm.host] = (sums[vm.host] as number) + need(vm)
  return sums
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => Math.max(sum(values) / Math.max(values.length, 1), Number.MIN_VALUE)
