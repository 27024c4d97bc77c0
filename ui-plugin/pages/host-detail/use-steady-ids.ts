import { useState } from 'react'
import { keepPlaces } from '../../components/keep-places.ts'

/** Those with a place keep it, whatever order they come in; new ones go to the end. Another `key` puts all in order anew. */
export function useSteadyIds<T extends Readonly<{ id: string }>>(wanted: readonly T[], key: string): readonly T[] {
  const [kept, setKept] = useState({ key, ids: wanted.map(({ id }) => id) })
  const rows = kept.key === key ? keepPlaces(kept.ids, wanted, ({ id }) => id) : wanted
  if (kept.key !== key || rows.length !== kept.ids.length || rows.some(({ id }, at) => id !== kept.ids[at]))
    setKept({ key, ids: rows.map(({ id }) => id) })
  return rows
}
