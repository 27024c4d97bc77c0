import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Run } from '../../../shared/plan/run.ts'
import { useClient, useLive } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

const SHOWN = 20

/** The latest runs, newest first. Each step forward arrives whole as an event, so progress costs no calls. */
export function useRuns(shown = SHOWN): [Remote<readonly Run[]>, () => void] {
  const client = useClient()
  const live = useLive()
  const [heard, setHeard] = useState<ReadonlyMap<string, Run>>(new Map())
  const load = useCallback((signal: AbortSignal) => client.listRuns(shown, signal), [client, shown])
  const [remote, reload] = useRemote(load, ({ type }) => type === 'poll' || type === 'snapshot')

  useEffect(
    () =>
      live?.onChange(change => {
        if (change.type === 'run') setHeard(before => new Map(before).set(change.run.id, change.run))
      }),
    [live],
  )

  const merged = useMemo(
    () => (remote.state === 'ready' ? { ...remote, data: mergeRuns(remote.data, heard).slice(0, shown) } : remote),
    [remote, heard, shown],
  )
  return [merged, reload]
}

/** For each run the newer of what was loaded and what was heard, newest run first. */
export function mergeRuns(loaded: readonly Run[], heard: ReadonlyMap<string, Run>): Run[] {
  const runs = new Map(loaded.map(run => [run.id, run]))
  for (const [id, run] of heard) {
    const known = runs.get(id)
    if (known === undefined || known.updatedAtMs <= run.updatedAtMs) runs.set(id, run)
  }
  return [...runs.values()].toSorted((a, b) => b.createdAtMs - a.createdAtMs)
}
