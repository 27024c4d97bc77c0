import type { Draft } from './policy-draft.ts'
import type { UnitsDraft } from './units-draft.ts'

/** What was typed in the policy of a cluster and not saved, and from when it is. */
export type KeptDraft = Readonly<{
  atMs: number
  draft: Draft
  /** The policy as it was when the draft was begun. */
  version: string
  units?: Readonly<{ policyId: string; version: string; draft: UnitsDraft }>
}>

const keyOf = (clusterId: string) => `ovirt-scheduler.policy-draft.${clusterId}`

/**
 * The portal loads a tab anew at every visit and asks nobody before it leaves one. The session storage outlives that, and ends with
 * the window. Where a browser denies it nothing is kept.
 */
export function keepDraft(clusterId: string, kept: KeptDraft): void {
  attempt(() => sessionStorage.setItem(keyOf(clusterId), JSON.stringify(kept)))
}

export function dropDraft(clusterId: string): void {
  attempt(() => sessionStorage.removeItem(keyOf(clusterId)))
}

/** undefined: there is none, or none that this version can read. */
export function findDraft(clusterId: string): KeptDraft | undefined {
  const found: unknown = attempt(() => JSON.parse(sessionStorage.getItem(keyOf(clusterId)) ?? 'null'))
  return isKept(found) ? found : undefined
}

function attempt<T>(what: () => T): T | undefined {
  try {
    return what()
  } catch {
    return undefined
  }
}

function isKept(found: unknown): found is KeptDraft {
  const { atMs, version, draft, units } = record(found)
  const isDraft = typeof atMs === 'number' && typeof version === 'string' && isRecord(record(draft).values)
  if (!isDraft || units === undefined) return isDraft
  const { filters, weights } = record(record(units).draft)
  return isRecord(filters) && isRecord(weights)
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null
const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? { ...Object(value) } : {})
