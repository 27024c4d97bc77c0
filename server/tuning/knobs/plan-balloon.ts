import type { GuestReading } from '../../../shared/model/host-reading.ts'
import type { Controls } from '../../language/evaluate.ts'
import { held, impossible, limitsOf, nothingPlanned, type Planned, planned, wholeNumber } from './planned-change.ts'

/** Below this nothing is asked for: no host or guest works with finer pieces, and every call wakes the guest. */
export const BALLOON_RESOLUTION_KIB = 1_024

/** Where no guarantee is known: what a guest needs to live, or all that it has. */
const SMALLEST_GUEST_KIB = 262_144

/**
 * `balloon_target`, in KiB. Never below what the VM is guaranteed and never above what it was started with, whatever the policy
 * says. `askedKiB`: where we last sent it, while it is on its way; else it is held against its present size, or the target
 * that the host tells.
 */
export function planBalloon(guest: GuestReading, controls: Controls, askedKiB: number | undefined): Planned {
  const wanted = wholeNumber(controls, 'balloon_target')
  if (wanted === undefined) return nothingPlanned
  if (typeof wanted === 'string') return impossible('control-type', `${wanted}.`, guest)
  const { balloon } = guest
  if (balloon === undefined || balloon.enabled === false)
    return impossible('no-balloon', `${guest.name} has no balloon, or it is switched off.`, guest)
  const bounds = balloonBounds(balloon, guest.memoryKiB)
  const target = held(wanted, bounds, { least: 'guarantee', most: 'maximum' })
  const headedKiB = askedKiB ?? balloon.targetKiB ?? balloon.currentKiB
  const isEnd = target.value === bounds.least || target.value === bounds.most
  const gapKiB = Math.abs(target.value - headedKiB)
  // The last piece up to a bound is given even when it is small: a guest must come to its guarantee and to its full size.
  if (gapKiB === 0 || (gapKiB < BALLOON_RESOLUTION_KIB && !isEnd)) return nothingPlanned
  return planned(
    {
      knob: 'balloon',
      vmId: guest.id,
      vmName: guest.name,
      fromKiB: balloon.currentKiB,
      toKiB: target.value,
      ...limitsOf(target),
    },
    'balloon_target',
  )
}

/** Between what a VM may be asked to come to, in KiB: its guarantee, and what it was started with. */
export function balloonBounds(
  { currentKiB, minKiB, maxKiB }: NonNullable<GuestReading['balloon']>,
  memoryKiB: number | undefined,
): Readonly<{ least: number; most: number }> {
  const most = maxKiB ?? memoryKiB ?? currentKiB
  return { least: Math.max(1, Math.min(minKiB ?? SMALLEST_GUEST_KIB, most)), most }
}
