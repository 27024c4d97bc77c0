import { createRandom } from '../../server/planner/search/random.ts'
import { withMoves } from '../../server/tuning/pinning/core-loads.ts'
import type { Core, CpuView, MovableVcpu } from '../../server/tuning/pinning/cpu-view.ts'
import { noPinMemory, type PinLimits, type PinMemory, type PinPlan } from '../../server/tuning/pinning/pin-plan.ts'
import { planPins, rememberMoves } from '../../server/tuning/pinning/plan-pins.ts'
import { NOON_MS } from './builders.ts'

type VcpuOver = Partial<MovableVcpu> & Pick<MovableVcpu, 'demandPercent'>

/** A core for each list, of one CPU with the number of its place; on it vCPUs of so much demand, each of a VM of its own: vm0, vm1, … */
export function aCpuView(
  onCores: readonly (readonly (number | VcpuOver)[])[],
  coreOver: (index: number) => Partial<Core> = () => ({}),
): CpuView {
  const cores = onCores.map((_, index) => ({ cpuIds: [index], capacity: 1, fixedPercent: 0, ...coreOver(index) }))
  const everywhere = cores.map((_, index) => index)
  const placed = onCores.flatMap((vcpus, core) => vcpus.map(vcpu => ({ core, vcpu })))
  const vcpus = placed.map(({ core, vcpu }, index): MovableVcpu => {
    const over = typeof vcpu === 'number' ? { demandPercent: vcpu } : vcpu
    const vmId = over.vmId ?? `vm${index}`
    const usual = { vcpu: 0, core, allowedCores: everywhere, isTogether: false, isPinned: false }
    return { ...usual, vmId, vmName: vmId, ...over }
  })
  return { atMs: NOON_MS, cores, vcpus, leftAlone: [] }
}

/** The demands that stand on each core, highest first. */
export const demandsOn = ({ cores, vcpus }: CpuView): number[][] =>
  cores.map((_, index) =>
    vcpus
      .filter(({ core }) => core === index)
      .map(({ demandPercent }) => demandPercent)
      .toSorted((a, b) => b - a),
  )

export type PinRound = Readonly<{ view: CpuView; plan: PinPlan }>

/** Rounds of ten seconds in which all planned moves are made; `measure` is what a host tells in each round of the view as it stands. */
export function pinRounds(
  begin: CpuView,
  limits: PinLimits,
  rounds: number,
  measure: (view: CpuView) => CpuView = view => view,
): PinRound[] {
  let stands = begin
  let memory: PinMemory = noPinMemory
  return Array.from({ length: rounds }, (_, round) => {
    const view = { ...measure(stands), atMs: begin.atMs + round * 10_000 }
    const plan = planPins(view, memory, limits)
    memory = rememberMoves(plan.memory, plan.moves, view)
    stands = withMoves(stands, plan.moves)
    return { view, plan }
  })
}

/** VMs of two vCPUs each, placed and loaded at random; the same for the same seed. */
export function aBusyHost(cores: number, vcpus: number, seed: number): CpuView {
  const { next, below } = createRandom(seed)
  const on = Array.from({ length: cores }, (): { demandPercent: number; vmId: string; vcpu: number }[] => [])
  for (let n = 0; n < vcpus; n++)
    on[below(cores)]?.push({ demandPercent: 100 * next(), vmId: `vm${n >> 1}`, vcpu: n & 1 })
  return aCpuView(on, () => ({ fixedPercent: 10 * next() }))
}
