/** Rows that were shown keep their place, whatever became of them; those that went are out, new ones follow. */
export function keepPlaces<T>(shownIds: readonly string[], rows: readonly T[], idOf: (row: T) => string): readonly T[] {
  const byId = new Map(rows.map(row => [idOf(row), row]))
  const known = new Set(shownIds)
  return [...shownIds.flatMap(id => byId.get(id) ?? []), ...rows.filter(row => !known.has(idOf(row)))]
}
