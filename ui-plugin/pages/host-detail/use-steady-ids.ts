import { useState } from 'react'

/** Those with a place keep it, whatever order they come in; new ones go to the end. Another `key` puts all in order anew. */
export function useSteadyIds<T extends Readonly<{ id: string }>>(wanted: readonly T[], key: string): readonly T[] {
  const [kept, setKept] = useState({ key, ids: wanted.map(({ id }) => id) })
  const ids = kept.key === key ? inPlace(kept.ids, wanted) : wanted.map(({ id }) => id)
  if (kept.key !== key || ids.length !== kept.ids.length || ids.some((id, at) => id !== kept.ids[at]))
    setKept({ key, ids })
  const byId = new Map(wanted.map(one => [one.id, one]))
  return ids.flatMap(id => byId.get(id) ?? [])
}

function inPlace(ids: readonly string[], wanted: readonly Readonly<{ id: string }>[]): string[] {
  const there = new Set(wanted.map(({ id }) => id))
  const placed = new Set(ids)
  return [...ids.filter(id => there.has(id)), ...wanted.flatMap(({ id }) => (placed.has(id) ? [] : [id]))]
}
