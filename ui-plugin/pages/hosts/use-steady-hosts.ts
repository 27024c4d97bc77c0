import { useCallback, useState } from 'react'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'

/** One row as shown. `gone`: the engine has it no more, but nothing vanishes under the pointer. */
export type SteadyHost = Readonly<{ host: WatchedHostView; gone: boolean }>

export type SteadyHosts = Readonly<{
  rows: readonly SteadyHost[]
  /** How many match that have no row yet. */
  arrived: number
  /** Whether the rows would stand in another order by their new figures. */
  moved: boolean
  /** When the rows were last put in order. */
  orderedAtMs: number
  refresh: () => void
}>

type Kept = Readonly<{
  key: string
  seen: readonly WatchedHostView[]
  rows: readonly SteadyHost[]
  orderedAtMs: number
}>

/** Rows keep their places and take the new figures. Another `key`, of filter and order, is the reader's own doing: all anew. */
export function useSteadyHosts(
  current: readonly WatchedHostView[],
  wanted: readonly WatchedHostView[],
  key: string,
): SteadyHosts {
  const [kept, setKept] = useState<Kept>(() => anew(key, wanted))
  const next =
    kept.key !== key || kept.rows.length === 0
      ? anew(key, wanted)
      : { ...kept, seen: wanted, rows: inPlace(kept.rows, current) }
  if (kept.key !== key || kept.seen !== wanted) setKept(next)
  const refresh = useCallback(() => setKept(anew(key, wanted)), [key, wanted])
  const { rows, orderedAtMs } = next
  return { rows, orderedAtMs, ...changes(rows, wanted), refresh }
}

const anew = (key: string, wanted: readonly WatchedHostView[]): Kept => ({
  key,
  seen: wanted,
  rows: wanted.map(host => ({ host, gone: false })),
  orderedAtMs: Date.now(),
})

export function inPlace(rows: readonly SteadyHost[], current: readonly WatchedHostView[]): readonly SteadyHost[] {
  const byId = new Map(current.map(host => [host.id, host]))
  return rows.map(row => {
    const now = byId.get(row.host.id)
    return now === undefined ? { ...row, gone: true } : { host: now, gone: false }
  })
}

export function changes(
  rows: readonly SteadyHost[],
  wanted: readonly WatchedHostView[],
): Readonly<{ arrived: number; moved: boolean }> {
  const shown = new Set(rows.map(({ host }) => host.id))
  const stay = wanted.filter(({ id }) => shown.has(id))
  const staying = new Set(stay.map(({ id }) => id))
  const places = rows.filter(({ host }) => staying.has(host.id))
  return {
    arrived: wanted.length - stay.length,
    moved: places.some(({ host }, at) => host.id !== stay[at]?.id),
  }
}
