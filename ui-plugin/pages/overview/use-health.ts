import { useCallback } from 'react'
import type { Health } from '../../../shared/api/service.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** What the service says of itself. */
export function useHealth(): [Remote<Health>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getHealth(signal), [client])
  return useRemote(load, ({ type }) => type === 'engine' || type === 'snapshot' || type === 'poll')
}
