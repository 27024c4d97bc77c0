import type { UnitVerdict } from '../../shared/plan/unit-verdict.ts'

/** What the units were last asked and what they said, in memory alone. */
export type VerdictLog = Readonly<{
  /** Since when calls are kept: before, nothing is known. */
  sinceMs: number
  /** Of each unit so many calls of the engine are kept, and as many of everybody else. */
  keeps: number
  add(unitId: string, verdict: Omit<UnitVerdict, 'id' | 'atMs'>): void
  /** Newest first. */
  list(unitId: string, limit: number): readonly UnitVerdict[]
}>

export type VerdictLogOptions = Readonly<{
  now: () => number
  keeps?: number
  /** So many units are remembered; beyond, the one that was first asked is forgotten. */
  maxUnits?: number
}>

type Kept = Readonly<{ ofEngine: UnitVerdict[]; ofOthers: UnitVerdict[] }>

/**
 * The last calls of each unit. The engine's have a place of their own, because the service asks with every snapshot and
 * would push them out within minutes.
 */
export function createVerdictLog({ now, keeps = 50, maxUnits = 500 }: VerdictLogOptions): VerdictLog {
  const byUnit = new Map<string, Kept>()
  let id = 0

  function keptOf(unitId: string): Kept {
    const before = byUnit.get(unitId)
    if (before !== undefined) return before
    const [oldest] = byUnit.keys()
    if (byUnit.size >= maxUnits && oldest !== undefined) byUnit.delete(oldest)
    const kept = { ofEngine: [], ofOthers: [] }
    byUnit.set(unitId, kept)
    return kept
  }

  return {
    sinceMs: now(),
    keeps,
    add(unitId, verdict) {
      const { ofEngine, ofOthers } = keptOf(unitId)
      const ring = verdict.askedBy === 'engine' ? ofEngine : ofOthers
      ring.push({ ...verdict, id: ++id, atMs: now() })
      if (ring.length > keeps) ring.shift()
    },
    list(unitId, limit) {
      const { ofEngine, ofOthers } = byUnit.get(unitId) ?? { ofEngine: [], ofOthers: [] }
      return [...ofEngine, ...ofOthers].toSorted((a, b) => b.id - a.id).slice(0, limit)
    },
  }
}
