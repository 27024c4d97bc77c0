import { useCallback, useEffect, useRef } from 'react'
import { useClient } from '../../api/api-context.tsx'
import type { RowActions } from './row-state.tsx'

/** Opens the details of a recommendation of which only the id is known: one that was just made. */
export function useShowRecommendation({ onWhy }: RowActions): (id: string, opener: HTMLElement) => void {
  const client = useClient()
  const gone = useRef<AbortController>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    gone.current = controller
    return () => controller.abort()
  }, [])
  return useCallback(
    (id, opener) => {
      const signal = gone.current?.signal
      if (signal === undefined) return
      client.getRecommendation(id, signal).then(
        ({ recommendation }) => {
          if (!signal.aborted) onWhy(recommendation, opener)
        },
        // It is in the list anyway, or was taken out of it meanwhile; the list says which.
        () => undefined,
      )
    },
    [client, onWhy],
  )
}
