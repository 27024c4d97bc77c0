import { type CpuView, vcpuKey } from './cpu-view.ts'
import type { PinMove } from './pin-plan.ts'

/** Of each core of the view, in percent of one CPU for each CPU of its capacity. */
export function coreLoads({ cores, vcpus }: CpuView): number[] {
  const demands = cores.map(({ fixedPercent }) => fixedPercent)
  for (const { core, demandPercent } of vcpus) demands[core] = (demands[core] ?? 0) + demandPercent
  return cores.map(({ capacity }, index) => (demands[index] ?? 0) / capacity)
}

/** The view as it is once these moves have been made. */
export function withMoves(view: CpuView, moves: readonly PinMove[]): CpuView {
  const coreOf = new Map(moves.map(move => [vcpuKey(move), move.toCore]))
  const vcpus = view.vcpus.map(vcpu => {
    const core = coreOf.get(vcpuKey(vcpu))
    return core === undefined ? vcpu : { ...vcpu, core, isPinned: true }
  })
  return { ...view, vcpus }
}
