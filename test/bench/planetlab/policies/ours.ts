import { findPlacement } from '../../../../server/planner/objective/find-placement.ts'
import type { Objective, PlanOptions } from '../../../../server/planner/objective/plan-input.ts'
import type { Policy, PolicyHost, PolicyView, PolicyVm, WantedMove } from '../policy.ts'
import { expectedMips } from './expected-mips.ts'
import { planInput } from './our-plan-input.ts'

export type OurOptions = Readonly<{
  /** A host is relieved when more than this is asked for now, in percent; nothing comes to where it would be more. */
  mostNowPercent: number
  /** Hosts are filled by what is expected of VMs up to this. */
  mostExpectedPercent: number
  /** What is expected of a VM: the mean of its last demands and so many of their standard deviations. */
  deviations: number
  /** Hosts are emptied once in so many steps. */
  stepsBetweenDensity: number
  /** Only overload moves a VM again within so many steps. */
  residenceSteps: number
  /** What each move must gain, in percent of a host: a host is emptied only if its VMs are fewer than 100 by this. */
  marginPoints: number
}>

/** Tuned once, for both days together. */
export const ourDefaults: OurOptions = {
  mostNowPercent: 100,
  mostExpectedPercent: 85,
  deviations: 0.5,
  stepsBetweenDensity: 24,
  residenceSteps: 24,
  marginPoints: 4,
}

/** Ends a search that does not end by itself: so often does the planner ask how much time is over. Not a clock: answers repeat. */
const MOST_QUESTIONS = 100_000
const REPAIR: Objective = { kind: 'repair' }
const DENSITY: Objective = { kind: 'density', hostsInReserve: 0 }

/**
 * Our planner. Every step: where more CPU is asked for than a host has, its `repair` moves as little as needed, to hosts that are on
 * if they take it, else one is woken. Every two hours its `density` empties hosts into others by what their VMs are expected to
 * ask for; a VM that has moved within two hours stays. Twice, once with only the thriftier hosts as destinations: the planner does
 * not know power, so the placement that draws less is taken.
 */
export const ours = (options: OurOptions = ourDefaults): Policy => {
  const movedAt = new Map<number, number>()
  let densifiedAt = Number.NEGATIVE_INFINITY
  return {
    name: 'ours',
    decide(view) {
      const { step } = view
      const repairs = repair(view, options)
      for (const { vmId } of repairs) movedAt.set(vmId, step)
      if (step - densifiedAt < options.stepsBetweenDensity) return repairs
      densifiedAt = step
      const stays = ({ id, isMigrating }: PolicyVm) =>
        isMigrating || step - (movedAt.get(id) ?? Number.NEGATIVE_INFINITY) < options.residenceSteps
      const densities = densify(withMoves(view, repairs), options, stays)
      for (const { vmId } of densities) movedAt.set(vmId, step)
      return [...repairs, ...densities]
    },
  }
}

function repair(view: PolicyView, { mostNowPercent, marginPoints }: OurOptions): readonly WantedMove[] {
  const asked = askedMips(view)
  const isOver = ({ id, mips }: PolicyHost) => (asked[id] as number) > (mips * mostNowPercent) / 100
  const over = view.hosts.filter(isOver)
  if (over.length === 0) return []
  const inUse = new Set(view.vms.map(({ hostId }) => hostId))
  const load = ({ id, mips }: PolicyHost) => (asked[id] as number) / mips
  // Of destinations that cost the same the planner takes the last: the host that is on and has most left.
  const on = view.hosts.filter(({ id }) => inUse.has(id)).toSorted((a, b) => load(b) - load(a))
  const off = view.hosts.filter(({ id }) => !inUse.has(id)).toSorted((a, b) => wattsPerMips(a) - wattsPerMips(b))
  const input = planInput(view.vms, [...off.slice(0, over.length), ...on], {
    mips: vm => vm.mips,
    stays: vm => vm.isMigrating,
    takes: () => true,
  })
  return plan(input, REPAIR, planOptions(mostNowPercent, marginPoints))
}

function withMoves(view: PolicyView, moves: readonly WantedMove[]): PolicyView {
  const to = new Map(moves.map(({ vmId, toHostId }) => [vmId, toHostId]))
  return { ...view, vms: view.vms.map(vm => ({ ...vm, hostId: to.get(vm.id) ?? vm.hostId })) }
}

function densify(view: PolicyView, options: OurOptions, stays: (vm: PolicyVm) => boolean): readonly WantedMove[] {
  const { mostExpectedPercent, deviations, marginPoints } = options
  const inUse = new Set(view.vms.map(({ hostId }) => hostId))
  const on = view.hosts.filter(({ id }) => inUse.has(id))
  const mips = expectedMips(view.vms, deviations)
  const thriftiest = Math.min(...on.map(wattsPerMips))
  const candidates = [() => true, (host: PolicyHost) => wattsPerMips(host) === thriftiest].map(takes =>
    plan(planInput(view.vms, on, { mips, stays, takes }), DENSITY, planOptions(mostExpectedPercent, marginPoints)),
  )
  const draws = candidates.map(moves => wattsAfter(moves, view, mips))
  return candidates[draws.indexOf(Math.min(...draws))] ?? []
}

type OurInput = ReturnType<typeof planInput>

function plan({ input, vms, hosts }: OurInput, objective: Objective, options: PlanOptions): WantedMove[] {
  let questions = 0
  const progress = () => questions++ / MOST_QUESTIONS
  const { target, problem } = findPlacement(input, objective, options, { progress })
  return vms.flatMap((vm, at) =>
    target[at] === problem.initial[at]
      ? []
      : [{ vmId: vm.id, toHostId: (hosts[target[at] as number] as PolicyHost).id }],
  )
}

const planOptions = (cpuPercent: number, marginPoints: number): PlanOptions => ({
  weights: { memory: 0, cpu: 1, contention: 0 },
  bounds: { memoryPercent: 100, cpuPercent },
  horizonS: 3_600,
  marginPoints,
  mostMoves: Number.POSITIVE_INFINITY,
  seed: 1,
})

function askedMips({ hosts, vms }: PolicyView): Float64Array {
  const asked = new Float64Array(hosts.length)
  for (const { hostId, mips } of vms) asked[hostId] = (asked[hostId] as number) + mips
  return asked
}

const wattsPerMips = ({ powerW, mips }: PolicyHost): number => powerW(1) / mips

function wattsAfter(moves: readonly WantedMove[], { hosts, vms }: PolicyView, mips: (vm: PolicyVm) => number): number {
  const to = new Map(moves.map(({ vmId, toHostId }) => [vmId, toHostId]))
  const expected = new Map<number, number>()
  for (const vm of vms) {
    const host = to.get(vm.id) ?? vm.hostId
    expected.set(host, (expected.get(host) ?? 0) + mips(vm))
  }
  return expected.entries().reduce((sum, [id, used]) => {
    const host = hosts[id] as PolicyHost
    return sum + host.powerW(used / host.mips)
  }, 0)
}
