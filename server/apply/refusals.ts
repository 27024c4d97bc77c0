import type { Named } from '../../shared/plan/named.ts'
import { isMove, type Recommendation } from '../../shared/plan/recommendation.ts'

/** A move that the engine declined when it was asked for; nothing was changed. It counts until `untilMs`. */
export type Refusal = Readonly<{
  vm: Named
  /** Where the VM was to go. */
  host: Named
  /** The engine's own words. */
  detail: string
  atMs: number
  untilMs: number
}>

/** The engine declined by a rule that we do not know: that rests longer than a failure, which may pass by itself. */
export const REFUSED_HOLD_MS = 60 * 60_000

/**
 * Only what the engine declined at once. A migration that it accepted and then did not carry out says nothing about its
 * rules, and neither does a move that we ourselves gave up.
 */
export const wasRefused = ({ state, stateReason }: Pick<Recommendation, 'state' | 'stateReason'>): boolean =>
  state === 'failed' && stateReason?.code === 'engine-refused'

/** What the engine said; empty for a recommendation that did not fail. */
export const refusalDetail = ({ stateReason }: Pick<Recommendation, 'stateReason'>): string =>
  String(stateReason?.values.detail ?? stateReason?.text ?? '')

/**
 * The refusals among these recommendations that still count, newest first. Of several of the same VM and host only the
 * newest counts, whichever unit asked and wherever the VM ran.
 */
export function refusalsOf(recommendations: readonly Recommendation[], refusedMs: number, nowMs: number): Refusal[] {
  const newestFirst = recommendations
    .filter(isMove)
    .filter(wasRefused)
    .toSorted((a, b) => b.updatedAtMs - a.updatedAtMs)
  const newest = new Map<string, Refusal>()
  for (const recommendation of newestFirst) {
    const { vm, to, updatedAtMs } = recommendation
    const untilMs = updatedAtMs + refusedMs
    const key = JSON.stringify([vm.id, to.id])
    if (untilMs <= nowMs || newest.has(key)) continue
    newest.set(key, { vm, host: to, detail: refusalDetail(recommendation), atMs: updatedAtMs, untilMs })
  }
  return [...newest.values()]
}

/** For a VM and a host: what the engine said; undefined: nothing that still counts. */
export const refusedBy =
  (refusals: readonly Refusal[]) =>
  (vmId: string, hostId: string): string | undefined =>
    refusals.find(({ vm, host }) => vm.id === vmId && host.id === hostId)?.detail
