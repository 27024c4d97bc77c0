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
 * What past moves forbid. Of a VM that was moved so often within the hour: any move. Of a vCPU that was moved within the residence time:
 * any move, unless its own demand or the load of its core has changed, and one back to a core it left, unless its own demand or the load
 * there has. Of one that was moved within the hour on a host that has settled: any move, unless its own demand has changed. For the load
 * of a core changes with each move of another, which noise may cause, but noise in one demand is too small to count: so noise moves
 * no vCPU twice in an hour.
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

  const stays = ({ place }: Placed, last: PastMove) =>
    (isSettled && isWithin(last, HOUR_MS)) ||
    (isWithin(last, limits.residenceMs) && !isChanged(place.load, last.toLoadPercent))

  const leftLately = (past: readonly PastMove[]) =>
    past.flatMap(move => {
      const place = placeOf.get(String(move.fromCore))
      const isClosed = place && isWithin(move, limits.residenceMs) && !isChanged(place.load, move.fromLoadPercent)
      return isClosed ? [place] : []
    })

  for (const placed of moves.size === 0 ? [] : vcpus) {
    const past = moves.get(vcpuKey(placed.vcpu))
    const last = past?.at(-1)
    if (past === undefined || last === undefined) continue
    count(placed.vcpu.vmId, past.filter(move => isWithin(move, HOUR_MS)).length)
    if (isChanged(placed.vcpu.demandPercent, last.demandPercent)) continue
    if (stays(placed, last)) held.set(placed, last)
    else closed.set(placed, new Set(leftLately(past)))
  }

  function whyStays(placed: Placed): Reason | undefined {
    const { vmName: vm, vcpu } = placed.vcpu
    if (leftOf(placed) <= 0) {
      const most = limits.movesPerVmPerHour
      return reason('pin-vm-rate', `${vm} was moved ${most} times within an hour, which is the most.`, { vm, most })
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
    why({ shifts }) {
      const because = shifts.map(({ placed }) => whyStays(placed)).find(why => why !== undefined)
      if (because !== undefined) return because
      const { vmName: vm, vcpu } = shifts[0].placed.vcpu
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
