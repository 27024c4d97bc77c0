import type { CpuView, MovableVcpu } from '../../../server/tuning/pinning/cpu-view.ts'
import { movesPerRound } from '../../../server/tuning/pinning/moves-per-round.ts'
import { noPinMemory, type PinLimits } from '../../../server/tuning/pinning/pin-plan.ts'
import { planPins, rememberMoves } from '../../../server/tuning/pinning/plan-pins.ts'
import { type Demands, smoothDemand } from '../../../server/tuning/pinning/smooth-demand.ts'
import type { Pin, Sample, WorldHost } from './pcpu-world.ts'
import type { RuleOf } from './run-rule.ts'

/** What the service plans, carried out as planned. It sees demand: run time and waiting. */
export const ourRule =
  (limits: PinLimits): RuleOf =>
  host => {
    const hostLimits = { ...limits, movesPerRound: movesPerRound(host.cores.length, limits) }
    const viewOf = createViews(host)
    let memory = noPinMemory
    let demands: Demands = new Map()
    const pinned = new Set<number>()
    return sample => {
      const smoothed = smoothDemand(demands, viewOf(sample, pinned))
      const { view } = smoothed
      demands = smoothed.demands
      const plan = planPins(view, memory, hostLimits)
      memory = rememberMoves(plan.memory, plan.moves, view)
      if (plan.isRelease) return [...pinned].map(at => ({ at, cpuIds: [] })).filter(({ at }) => pinned.delete(at))
      return plan.moves.map(({ vmId, vcpu, cpuIds }): Pin => {
        const at = host.vcpus.findIndex(one => String(one.vm) === vmId && one.vcpu === vcpu)
        pinned.add(at)
        return { at, cpuIds }
      })
    }
  }

function createViews({ cores, vcpus }: WorldHost): (sample: Sample, pinned: ReadonlySet<number>) => CpuView {
  const coreOf = new Map(cores.flatMap(({ cpuIds }, core) => cpuIds.map(cpu => [cpu, core] as const)))
  const allowedCores = [...cores.keys()]
  return ({ atMs, onCpu, runPercent, delayPercent }, pinned) => ({
    atMs,
    cores,
    leftAlone: [],
    vcpus: vcpus.map(
      ({ vm, vcpu, homeNode, isTogether }, at): MovableVcpu => ({
        vmId: String(vm),
        vmName: `vm-${vm}`,
        vcpu,
        demandPercent: (runPercent[at] ?? 0) + (delayPercent[at] ?? 0),
        core: coreOf.get(onCpu[at] ?? 0) ?? 0,
        allowedCores,
        ...(homeNode !== undefined && { homeNode }),
        isTogether,
        isPinned: pinned.has(at),
      }),
    ),
  })
}
