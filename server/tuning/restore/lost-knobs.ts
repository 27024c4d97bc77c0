/** As long as a VM may be on its way from host to host, or be started anew; and far longer than any reading lags behind. */
export const LOST_MS = 600_000

/**
 * Of one host: since when knobs are lost, that is gone with their VM or set by somebody else. One reading alone proves neither: the VM
 * may show up elsewhere with all that was set, and a host may tell a new value late.
 */
export function createLostKnobs() {
  const lost = new Map<string, number>()
  return {
    /** `knobs`: all that are lost now. Answers those that have been so for long. */
    forGood(knobs: readonly string[], nowMs: number): string[] {
      const now = new Set(knobs)
      for (const knob of lost.keys()) if (!now.has(knob)) lost.delete(knob)
      for (const knob of now) if (!lost.has(knob)) lost.set(knob, nowMs)
      return knobs.filter(knob => nowMs - (lost.get(knob) ?? nowMs) > LOST_MS)
    },
  }
}
