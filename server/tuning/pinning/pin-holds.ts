import { durationText } from '../../../shared/plan/duration-text.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { vcpuKey } from './cpu-view.ts'
import type { Holds, Shift, Step } from './find-step.ts'
import { HOUR_MS, type PastMove, type PinLimits, type PinMemory } from './pin-plan.ts'
import type { Place, Placed, Placing } from './placing.ts'

export type RoundHolds = Holds &
  Readonly<{
    /** Of a step that is not allowed: by what. */
    why(step: Step): Reason
    /** What has been moved in this round is not moved in it again, and counts. */
    note(step: Step): void
  }>

/** Less is never a change, percent of one CPU. */
const LEAST_CHANGE = 5

/**
 * What past moves forbid. A load has changed when it differs by more than `loadChangePercent` of the larger of both.
 * - A VM that was moved `movesPerVcpuPerHour` times for each of its vCPUs within the hour: any move.
 * - A vCPU that was moved within the residence time: any move, unless its own demand or the load of its core has changed since; and one
 *   back to a core it left, unless its own demand or the load there has changed by twice as much since it left.
 * - A vCPU that was moved within the hour: whatever noise may seem to gain, unless its own demand or the load of its core has changed
 *   since. For with many demands that scatter there is always a margin to be gained somewhere.
 */
export function holdsOf(
  { places, vcpus }: Placing,
  atMs: number,
  { moves }: Pick<PinMemory, 'moves'>,
  limits: PinLimits,
): RoundHolds {
  const held = new Map<Placed, PastMove>()
  const closed = new Map<Placed, ReadonlySet<Place>>()
  const movedNow = new Set<Placed>()
  const wary = new Map<Placed, PastMove>()
  const movesOfVm = new Map<string, number>()
  const vcpusOfVm = new Map<string, number>()
  for (const { vcpu } of vcpus) vcpusOfVm.set(vcpu.vmId, (vcpusOfVm.get(vcpu.vmId) ?? 0) + 1)
  const placeOf = new Map(moves.size === 0 ? [] : places.map(place => [String(place.core.cpuIds), place]))

  const count = (vmId: string, more: number) => movesOfVm.set(vmId, (movesOfVm.get(vmId) ?? 0) + more)
  const mostOf = (vmId: string) => limits.movesPerVcpuPerHour * (vcpusOfVm.get(vmId) ?? 0)
  const leftOf = ({ vcpu: { vmId } }: Placed) => mostOf(vmId) - (movesOfVm.get(vmId) ?? 0)
  const isChanged = (now: number, then: number, percent = limits.loadChangePercent) =>
    Math.abs(now - then) > Math.max(LEAST_CHANGE, (percent / 100) * Math.max(now, then))
  // Smoothed demands lag behind: what was noted in the midst of a change must not pass for another one.
  const isFarFrom = (now: number, then: number) => isChanged(now, then, 2 * limits.loadChangePercent)
  const isWithin = (move: PastMove, spanMs: number) => atMs - move.atMs < spanMs

  const leftLately = ({ vcpu }: Placed, past: readonly PastMove[]) =>
    past.flatMap(move => {
      const place = placeOf.get(String(move.fromCore))
      if (place === undefined || !isWithin(move, limits.residenceMs)) return []
      const isFree = isFarFrom(vcpu.demandPercent, move.demandPercent) || isFarFrom(place.load, move.fromLoadPercent)
      return isFree ? [] : [place]
    })

  for (const placed of moves.size === 0 ? [] : vcpus) {
    const past = moves.get(vcpuKey(placed.vcpu))
    const last = past?.at(-1)
    if (past === undefined || last === undefined) continue
    count(placed.vcpu.vmId, past.filter(move => isWithin(move, HOUR_MS)).length)
    const isSame =
      !isChanged(placed.vcpu.demandPercent, last.demandPercent) && !isChanged(placed.place.load, last.toLoadPercent)
    if (isSame && isWithin(last, limits.residenceMs)) held.set(placed, last)
    else closed.set(placed, new Set(leftLately(placed, past)))
    if (isSame && isWithin(last, HOUR_MS)) wary.set(placed, last)
  }

  const isClosed = (placed: Placed, place: Place) => closed.get(placed)?.has(place) === true

  function whyStays({ shifts }: Step, { placed, to }: Shift): Reason | undefined {
    const { vmId, vmName: vm, vcpu } = placed.vcpu
    if (leftOf(placed) < shifts.filter(shift => shift.placed.vcpu.vmId === vmId).length) {
      const most = mostOf(vmId)
      return reason('pin-vm-rate', `Of ${vm} ${most} vCPUs are moved within an hour at most.`, { vm, most })
    }
    const last = held.get(placed) ?? (isClosed(placed, to) ? undefined : wary.get(placed))
    if (last === undefined) return undefined
    const ago = durationText((atMs - last.atMs) / 1000)
    const text = `vCPU ${vcpu} of ${vm} was moved ${ago} ago, and its demand has not changed by more than ${limits.loadChangePercent} % since.`
    return reason('pin-moved-lately', text, { vm, vcpu, ago, change: limits.loadChangePercent })
  }

  return {
    mayMove: placed => !held.has(placed) && !movedNow.has(placed) && leftOf(placed) > 0,
    mayComeTo: (placed, place) => !isClosed(placed, place),
    isWary: placed => wary.has(placed),
    mayBoth: (one, other) => one.vcpu.vmId !== other.vcpu.vmId || leftOf(one) > 1,
    why(step) {
      const because = step.shifts.map(shift => whyStays(step, shift)).find(why => why !== undefined)
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
