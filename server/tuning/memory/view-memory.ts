import { present } from '../../../shared/measure/present.ts'
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { durationText } from '../../../shared/plan/duration-text.ts'
import { type Reason, reason, type Skipped, skip } from '../../../shared/policy/reason.ts'
import { balloonBounds } from '../knobs/plan-balloon.ts'
import { memoryValues } from '../memory-values.ts'
import type { MemoryGuest, MemoryView } from './memory-plan.ts'

/** What readings do not tell. */
export type MemoryContext = Readonly<{
  /** Statistics of a guest that are older tell nothing of its need. */
  staleMs: number
  /** Where we sent a VM's memory, as long as it is on its way; KiB. */
  headedOf(vmId: string): number | undefined
  /** 0 where none is known. */
  priorityOf(vmId: string): number | undefined
  /** Why a VM's memory is not to be touched whatever it tells: it leaves, has a device passed through, has just started, is tagged. */
  leaveAlone(vmId: string): Reason | undefined
}>

/**
 * undefined: the host does not tell what is available, and free memory is no measure of it. The host counts as one: which VMs are bound
 * to a NUMA node, and would need that node's memory, no reading tells.
 */
export function viewMemory(
  { takenAtMs, memory: { totalKiB, availableKiB } }: HostReading,
  guests: readonly GuestReading[],
  context: MemoryContext,
): MemoryView | undefined {
  if (availableKiB === undefined) return undefined
  const told = guests.map(guest => viewGuest(guest, context))
  return {
    atMs: takenAtMs,
    totalKiB,
    availableKiB,
    guests: told.filter(one => 'vmId' in one),
    leftAlone: told.filter(one => 'reason' in one),
    vmCount: guests.filter(({ state }) => !statesWithoutQemu.has(state)).length,
  }
}

const statesWithoutQemu: ReadonlySet<GuestReading['state']> = new Set(['off', 'crashed', 'suspended'])

function viewGuest(guest: GuestReading, context: MemoryContext): MemoryGuest | Skipped {
  const { id, name, state, responsive, balloon, guestMemory } = guest
  const alone = (code: string, text: string, values: Reason['values'] = {}) =>
    skip(guest, reason(`memory-${code}`, `${name} ${text}.`, { vmName: name, ...values }))

  if (state !== 'running') return alone('not-running', `is not running but ${state}`, { state })
  if (responsive === false) return alone('unresponsive', 'does not answer')
  const because = context.leaveAlone(id)
  if (because !== undefined) return skip(guest, because)
  if (balloon === undefined) return alone('no-balloon', 'has no balloon')
  if (balloon.enabled === false) return alone('balloon-off', 'has its balloon switched off')
  if (guestMemory?.usableKiB === undefined) return alone('usable-unknown', 'does not tell how much memory it can spare')
  const { ageMs = 0, usableKiB } = guestMemory
  if (ageMs > context.staleMs) return alone('stale', ...staleness(ageMs, context.staleMs))

  const { currentKiB } = balloon
  const { least: minKiB, most: maxKiB } = balloonBounds(balloon, guest.memoryKiB)
  const sizes = memoryValues({ current: currentKiB, min: minKiB, max: maxKiB })
  if (minKiB >= maxKiB)
    return alone('fixed', `is guaranteed ${sizes.min} and may have no more than ${sizes.max}`, sizes)
  if (currentKiB > maxKiB)
    return alone('above-maximum', `has ${sizes.current}, more than the ${sizes.max} it may have`, sizes)

  const { swapInKiBPerS, swapOutKiBPerS, majorFaultsPerS } = guestMemory
  return {
    ...{ vmId: id, vmName: name, currentKiB, minKiB, maxKiB, usableKiB },
    ...present({ headedKiB: context.headedOf(id) ?? balloon.targetKiB }),
    ...present({ swapInKiBPerS, swapOutKiBPerS, majorFaultsPerS }),
    priority: context.priorityOf(id) ?? 0,
  }
}

function staleness(ageMs: number, staleMs: number): [text: string, values: Reason['values']] {
  const [age, stale] = [durationText(ageMs / 1000), durationText(staleMs / 1000)]
  return [`has told nothing of its memory for ${age}, more than ${stale}`, { age, stale, ageMs, staleMs }]
}
