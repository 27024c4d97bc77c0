import { type Reason, reason } from '../../../shared/policy/reason.ts'

/** A guest that has just been started or come from elsewhere takes up its memory, and its figures settle. */
export const SETTLING_MS = 120_000

/**
 * Which VMs of a host have not run there for long. Those that are there at the first look count as having done so: when they came
 * is not known.
 */
export function createSettlingVms() {
  let since: Map<string, number> | undefined
  return {
    /** `running`: ids of all VMs that run there now. */
    look(running: readonly string[], nowMs: number): void {
      const before = since
      since = new Map(
        running.map(id => [id, before === undefined ? Number.NEGATIVE_INFINITY : (before.get(id) ?? nowMs)]),
      )
    },
    why(vmId: string, nowMs: number): Reason | undefined {
      const agoMs = nowMs - (since?.get(vmId) ?? Number.NEGATIVE_INFINITY)
      // A clock that was set back makes nothing new.
      return agoMs >= 0 && agoMs < SETTLING_MS ? settling : undefined
    },
  }
}

const settling = reason(
  'memory-settling',
  'It was started or came here less than two minutes ago: its memory is left alone until it has settled.',
)
