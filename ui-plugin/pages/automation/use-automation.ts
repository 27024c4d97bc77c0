import { useCallback } from 'react'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** What may move by itself and what holds it up. No event tells of a change, so it is asked for with every snapshot. */
export function useAutomation(): [Remote<AutomationReply>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getAutomation(signal), [client])
  return useRemote(load, ({ type }) => type === 'poll' || type === 'snapshot')
}
