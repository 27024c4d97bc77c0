import { useCallback, useState } from 'react'
import type { Outcome } from '../../shared/api/recommendations.ts'
import { type Action, useAction } from '../api/use-action.ts'

/** So many are asked for at once: small enough to see it go on, large enough not to take long. */
const PER_REQUEST = 10

export type Several = Readonly<{
  action: Action
  /** By id, as they come in. */
  outcomes: ReadonlyMap<string, Outcome>
  /** Asks for those that have no outcome yet, in the order given, until all have one or a call fails. */
  start(ids: readonly string[], act: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Outcome[]>): void
}>

/** The same done to several recommendations, group by group. */
export function useSeveral(): Several {
  const [action, run] = useAction()
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const start = useCallback<Several['start']>(
    (ids, act) => {
      const left = ids.filter(id => !outcomes.has(id))
      void run(async signal => {
        for (let at = 0; at < left.length; at += PER_REQUEST) {
          const group = await act(left.slice(at, at + PER_REQUEST), signal)
          signal.throwIfAborted()
          setOutcomes(before => new Map([...before, ...group.map(one => [one.id, one] as const)]))
        }
      })
    },
    [outcomes, run],
  )
  return { action, outcomes, start }
}
