import { durationText } from '../../../shared/plan/duration-text.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { vcpuKey } from './cpu-view.ts'
import type { Holds, Step } from './find-step.ts'
import { HOUR_MS, type PastMove, type PinLimits, type PinMemory } from './pin-plan.ts'
import type { Place, Placed, Placing } from './placing.ts'

export type RoundHolds = Holds &
  Readonly<{
    /** Of a step that is not allowed: by what. */
    why(step: Step): Reason
    /** What has been moved in this round is not moved in it again, and counts. */
    note(step: Step): void
  }>

/**
 * What past moves forbid.
 * - A VM that was moved so often within the hour: any move.
 * - A vCPU that was moved within the residence time: any move, unless its own demand or the load of its core has changed since; and one
 *   back to a core it left, unless its own demand or the load there has changed since it left.
 * - A vCPU that was moved within the hour, on a host that has settled: any move, unless its own demand has changed since. The load of a core
 *   changes with each move of another, which noise may cause; noise of a tenth in one demand never counts, so that it moves no vCPU
 *   twice in an hour.
 */
export function holdsOf(
  { places, vcpus }: Placing,
  atMs: number,
  { moves, isSettled }: Pick<PinMemory, 'moves' | 'isSettled'>,
  limits: PinLimits,
): RoundHolds {
  const held = new Map<Placed, PastMove>()
  const closed = new Map<Placed, ReadonlySet<Place>>()
  const movedNow = new Set<Placed>()
  const movesOfVm = new Map<string, number>()
  const placeOf = new Map(moves.size === 0 ? [] : places.map(place => [String(place.core.cpuIds), place]))

  const count = (vmId: string, more: number) => movesOfVm.set(vmId, (movesOfVm.get(vmId) ?? 0) + more)
  const leftOf = ({ vcpu: { vmId } }: Placed) => limits.movesPerVmPerHour - (movesOfVm.get(vmId) ?? 0)
  const isChanged = (now: number, then: number) => Math.abs(now - then) > limits.loadChangePercent
  const isWithin = (move: PastMove, spanMs: number) => atMs - move.atMs < spanMs

  const stays = ({ vcpu, place }: Placed, last: PastMove) =>
    !isChanged(vcpu.demandPercent, last.demandPercent) &&
    ((isSettled && isWithin(last, HOUR_MS)) ||
      (isWithin(last, limits.residenceMs) && !isChanged(place.load, last.toLoadPercent)))

  const leftLately = ({ vcpu: { demandPercent } }: Placed, past: readonly PastMove[]) =>
    past.flatMap(move => {
      const place = placeOf.get(String(move.fromCore))
      const isSame = !isChanged(demandPercent, move.demandPercent) && !isChanged(place?.load ?? 0, move.fromLoadPercent)
      return place && isWithin(move, limits.residenceMs) && isSame ? [place] : []
    })

  for (const placed of moves.size === 0 ? [] : vcpus) {
    const past = moves.get(vcpuKey(placed.vcpu))
    const last = past?.at(-1)
    if (past === undefined || last === undefined) continue
    count(placed.vcpu.vmId, past.filter(move => isWithin(move, HOUR_MS)).length)
    if (stays(placed, last)) held.set(placed, last)
    else closed.set(placed, new Set(leftLately(placed, past)))
  }

  function whyStays({ shifts }: Step, placed: Placed): Reason | undefined {
    const { vmId, vmName: vm, vcpu } = placed.vcpu
    if (leftOf(placed) < shifts.filter(shift => shift.placed.vcpu.vmId === vmId).length) {
      const most = limits.movesPerVmPerHour
      return reason('pin-vm-rate', `Of ${vm} ${most} vCPUs are moved within an hour at most.`, { vm, most })
    }
    const last = held.get(placed)
    if (last === undefined) return undefined
    const ago = durationText((atMs - last.atMs) / 1000)
    const text = `vCPU ${vcpu} of ${vm} was moved ${ago} ago and has not changed by more than ${limits.loadChangePercent} % since.`
    return reason('pin-moved-lately', text, { vm, vcpu, ago, change: limits.loadChangePercent })
  }

  return {
    mayMove: placed => !held.has(placed) && !movedNow.has(placed) && leftOf(placed) > 0,
    mayComeTo: (placed, place) => closed.get(placed)?.has(place) !== true,
    mayBoth: (one, other) => one.vcpu.vmId !== other.vcpu.vmId || leftOf(one) > 1,
    why(step) {
      const because = step.shifts.map(({ placed }) => whyStays(step, placed)).find(why => why !== undefined)
      if (because !== undefined) return because
      const { vmName: vm, vcpu } = step.shifts[0].placed.vcpu
      return reason('pin-left-lately', `vCPU ${vcpu} of ${vm} would go back to where it was moved from.`, { vm, vcpu })
    },
    note({ shifts }) {
      for (const { placed } of shifts) {
        count(placed.vcpu.vmId, 1)
        movedNow.add(placed)
      }
    },
  }
}
