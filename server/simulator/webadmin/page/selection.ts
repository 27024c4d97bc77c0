import type { MainType } from './plugin-contract.ts'
import type { Row } from './row.ts'

export type Selection = Readonly<{
  rows(type: MainType): readonly Row[]
  /** What the user selects in the main list of this type. */
  set(type: MainType, rows: readonly Row[]): void
  /** Newer data of rows that may be selected; rows that are gone leave the selection. */
  refresh(type: MainType, rows: readonly Row[]): void
  onChange(listener: (type: MainType) => void): void
}>

/** The selected rows of each main list. `announce` hears when other rows are selected, not when their data changes. */
export function createSelection(announce: (type: MainType, rows: readonly Row[]) => void): Selection {
  const selected = new Map<MainType, readonly Row[]>()
  const listeners: ((type: MainType) => void)[] = []

  const rows = (type: MainType) => selected.get(type) ?? []

  function set(type: MainType, next: readonly Row[]): void {
    const before = rows(type)
    selected.set(type, next)
    const same = before.length === next.length && next.every(({ id }, index) => before[index]?.id === id)
    if (!same) announce(type, next)
    for (const listener of listeners) listener(type)
  }

  return {
    rows,
    set,
    refresh(type, fresh) {
      if (rows(type).length === 0) return
      const byId = new Map(fresh.map(row => [row.id, row]))
      set(
        type,
        rows(type).flatMap(({ id }) => byId.get(id) ?? []),
      )
    },
    onChange: listener => listeners.push(listener),
  }
}
