import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from './api-context.tsx'
import { type ApiFailure, asFailure } from './api-failure.ts'
import type { Change } from './live.ts'

/** `ready` stays ready: a later failure stands beside the last good data, which is never thrown away. */
export type Remote<T> =
  | Readonly<{ state: 'loading' }>
  | Readonly<{ state: 'failed'; failure: ApiFailure }>
  | Readonly<{ state: 'ready'; data: T; loadedAtMs: number; failure?: ApiFailure }>

export type Load<T> = (signal: AbortSignal) => Promise<T>

/**
 * Loads now, again on demand and whenever `concerns` says that a change concerns it; drops the answer if the page has
 * gone. `load` must be stable: another one means other data, and starts from nothing. While a call runs, further wishes
 * are gathered into one more call.
 */
export function useRemote<T>(load: Load<T>, concerns: (change: Change) => boolean): [Remote<T>, () => void] {
  const [remote, setRemote] = useState<Remote<T>>({ state: 'loading' })
  const live = useLive()
  const reload = useRef(() => {})
  const concernsNow = useRef(concerns)
  concernsNow.current = concerns

  useEffect(() => {
    const gone = new AbortController()
    setRemote({ state: 'loading' })
    const loader = oneAtATime(async () => {
      const settle = await outcomeOf(load, gone.signal)
      if (!gone.signal.aborted) setRemote(settle)
    })
    reload.current = loader
    loader()
    return () => gone.abort()
  }, [load])

  useEffect(
    () =>
      live?.onChange(change => {
        if (concernsNow.current(change)) reload.current()
      }),
    [live],
  )

  return [remote, useCallback(() => reload.current(), [])]
}

/** What the answer makes of the state before it. */
async function outcomeOf<T>(load: Load<T>, signal: AbortSignal): Promise<(before: Remote<T>) => Remote<T>> {
  try {
    const data = await load(signal)
    const loadedAtMs = Date.now()
    return () => ({ state: 'ready', data, loadedAtMs })
  } catch (error) {
    const failure = asFailure(error)
    return before => (before.state === 'ready' ? { ...before, failure } : { state: 'failed', failure })
  }
}

/** `work` must not throw. */
function oneAtATime(work: () => Promise<void>): () => void {
  let isBusy = false
  let isWanted = false
  const run = async () => {
    isBusy = true
    while (isWanted) {
      isWanted = false
      await work()
    }
    isBusy = false
  }
  return () => {
    isWanted = true
    if (!isBusy) void run()
  }
}
