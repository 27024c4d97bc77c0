import type { KnobChange } from '../../../shared/plan/knob-decision.ts'

const FIRST_MS = 30_000
const LONGEST_MS = 30 * 60_000

/** Tells one knob of one VM, or of the host, from all others. */
export const knobOf = (change: KnobChange): string =>
  'vmId' in change ? `${change.knob} ${change.vmId}${'device' in change ? ` ${change.device}` : ''}` : change.knob

/** A knob that failed is left alone, ever longer, until it works once. Of one VM and one knob: others are not held up. */
export function createBackOff() {
  const failed = new Map<string, Readonly<{ untilMs: number; pauseMs: number }>>()
  return {
    isHeld: (change: KnobChange, nowMs: number): boolean => {
      const { untilMs = nowMs, pauseMs = 0 } = failed.get(knobOf(change)) ?? {}
      // A clock that was set back holds nothing up for longer than was meant.
      return untilMs > nowMs && untilMs - nowMs <= pauseMs
    },
    note(change: KnobChange, isFailed: boolean, nowMs: number): void {
      const key = knobOf(change)
      if (!isFailed) {
        failed.delete(key)
        return
      }
      const pauseMs = Math.min(LONGEST_MS, 2 * (failed.get(key)?.pauseMs ?? FIRST_MS / 2))
      failed.set(key, { untilMs: nowMs + pauseMs, pauseMs })
    },
    /** Those of VMs that are gone. */
    keepOnly(vmIds: ReadonlySet<string>): void {
      for (const key of failed.keys()) {
        const vmId = key.split(' ')[1]
        if (vmId !== undefined && !vmIds.has(vmId)) failed.delete(key)
      }
    },
  }
}
