import type { SnapshotRules } from './find-subjects.ts'
import type { RecallLists } from './recall-lists.ts'

/**
 * per-unit: `[host, cost, unit]`, to which the engine applies the factors of its policy. summed: `[host, cost]`, the
 * original form, in which we apply them and the engine takes all units together for one of factor 1.
 */
export type ScoreForm = 'per-unit' | 'summed'

/** mended: as the README of this folder says. strict: as the original daemon answered, its faults included. */
export type Compatibility = 'mended' | 'strict'

export type MethodRules = SnapshotRules &
  Readonly<{ scores: ScoreForm; compatibility: Compatibility; recall: RecallLists }>
