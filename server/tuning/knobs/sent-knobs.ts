import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { GuestRequest, KnobChange } from '../../../shared/plan/knob-decision.ts'
import { BALLOON_RESOLUTION_KIB } from './plan-balloon.ts'
import type { SentKnobs } from './plan-knobs.ts'

/** A balloon that has not come to its target after so long is asked again; a guest may have been restarted from within. */
const ASK_AGAIN_MS = 120_000
/** Whoever answers requests needs time, and what they do needs more. */
const REQUEST_AGAIN_MS = 600_000

type Sent<What> = Readonly<{ what: What; atMs: number }>

/**
 * What was sent to one host: so that nothing is sent twice, and nothing forgotten. In dry-run it is what would have been sent, for as long
 * as the wish stays the same, so that it is told once.
 */
export function createSentKnobs(mode: Extract<TuningMode, 'dry-run' | 'enforce'>) {
  let ksm: KsmTune = {}
  const balloons = new Map<string, Sent<number>>()
  const requests = new Map<string, Sent<GuestRequest>>()
  const againMs = mode === 'dry-run' ? Number.POSITIVE_INFINITY : ASK_AGAIN_MS
  const isOver = (atMs: number, nowMs: number, afterMs: number) => nowMs - atMs > afterMs || nowMs < atMs

  return {
    note(change: KnobChange, atMs: number): void {
      if (change.knob === 'ksm') ksm = { ...ksm, ...change.to }
      if (change.knob === 'balloon') balloons.set(change.vmId, { what: change.toKiB, atMs })
      if (change.knob === 'request') requests.set(change.vmId, { what: change.request, atMs })
    },
    /** What still counts, now that the guests are as they are. */
    of(guests: ReadonlyMap<string, GuestReading>, nowMs: number): SentKnobs {
      for (const [vmId, { what, atMs }] of balloons) {
        const current = guests.get(vmId)?.balloon?.currentKiB
        const isThere = current !== undefined && Math.abs(current - what) < BALLOON_RESOLUTION_KIB
        if (current === undefined || isThere || isOver(atMs, nowMs, againMs)) balloons.delete(vmId)
      }
      for (const [vmId, { atMs }] of requests)
        if (!guests.has(vmId) || isOver(atMs, nowMs, REQUEST_AGAIN_MS)) requests.delete(vmId)
      return { ksm, balloonKiB: vmId => balloons.get(vmId)?.what, requestOf: vmId => requests.get(vmId)?.what }
    },
  }
}
