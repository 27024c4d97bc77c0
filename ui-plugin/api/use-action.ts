import { useCallback, useEffect, useRef, useState } from 'react'
import { type ApiFailure, asFailure } from './api-failure.ts'

export type Action = Readonly<{ state: 'idle' } | { state: 'busy' } | { state: 'failed'; failure: ApiFailure }>

/**
 * One thing a person asks for. `run` resolves with the answer, or undefined when it failed (the state then says how) or
 * the page has gone. A second wish while the first is under way is ignored.
 */
export function useAction(): [
  Action,
  <T>(call: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>,
  () => void,
] {
  const [action, setAction] = useState<Action>({ state: 'idle' })
  const gone = useRef<AbortController>(undefined)
  const isBusy = useRef<boolean>(false)

  useEffect(() => {
    const controller = new AbortController()
    gone.current = controller
    return () => controller.abort()
  }, [])

  const run = useCallback(async <T>(call: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    const signal = gone.current?.signal
    if (isBusy.current || signal === undefined) return undefined
    isBusy.current = true
    setAction({ state: 'busy' })
    try {
      const answer = await call(signal)
      if (signal.aborted) return undefined
      setAction({ state: 'idle' })
      return answer
    } catch (error) {
      const failure = asFailure(error)
      if (!signal.aborted) setAction({ state: 'failed', failure })
      return undefined
    } finally {
      isBusy.current = false
    }
  }, [])

  return [action, run, useCallback(() => setAction({ state: 'idle' }), [])]
}
