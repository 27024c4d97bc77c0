import { useCallback, useEffect, useState } from 'react'
import type { Run } from '../../../shared/plan/run.ts'
import { useClient, useLive } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** One run, as new as the last event that told of it; `id` undefined: there is none yet. */
export function useRun(id: string | undefined): [Remote<Run | undefined>, () => void] {
  const client = useClient()
  const live = useLive()
  const [heard, setHeard] = useState<Run>()
  const load = useCallback(
    async (signal: AbortSignal) => (id === undefined ? undefined : client.getRun(id, signal)),
    [client, id],
  )
  const [remote, reload] = useRemote(load, ({ type }) => type === 'poll' && id !== undefined)

  useEffect(
    () =>
      live?.onChange(change => {
        if (change.type === 'run' && change.run.id === id) setHeard(change.run)
      }),
    [live, id],
  )

  if (remote.state !== 'ready' || remote.data === undefined || heard === undefined || heard.id !== id) {
    return [remote, reload]
  }
  return [heard.updatedAtMs < remote.data.updatedAtMs ? remote : { ...remote, data: heard }, reload]
}
