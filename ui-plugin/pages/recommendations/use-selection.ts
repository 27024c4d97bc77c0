import { useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { SteadyRow } from './steady-rows.ts'

export type Selection = Readonly<{
  selected: readonly Recommendation[]
  has(id: string): boolean
  /** Adds these, or takes them away. */
  set(ids: readonly string[], isSelected: boolean): void
}>

/** Only what is open can be decided on. */
export const isSelectable = ({ recommendation, gone }: SteadyRow): boolean => !gone && recommendation.state === 'open'

/**
 * Which rows are chosen, on whatever page they are. A refresh keeps them; one that has gone, or that a filter hides, is no
 * longer chosen, so that nothing happens to what cannot be seen.
 */
export function useSelection(rows: readonly SteadyRow[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const selected =
    ids.size === 0
      ? []
      : rows
          .filter(isSelectable)
          .map(({ recommendation }) => recommendation)
          .filter(({ id }) => ids.has(id))
  if (selected.length < ids.size) setIds(new Set(selected.map(({ id }) => id)))
  return {
    selected,
    has: id => ids.has(id),
    set(changed, isSelected) {
      const given = new Set(changed)
      setIds(before => (isSelected ? before.union(given) : before.difference(given)))
    },
  }
}
