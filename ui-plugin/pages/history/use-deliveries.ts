import { useCallback } from 'react'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

const LOADED = 200

/** Promise and delivery of the latest runs, newest first. The service measures with each snapshot. */
export function useDeliveries(): [Remote<readonly Delivery[]>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.listDeliveries(LOADED, signal), [client])
  return useRemote(load, ({ type }) => type === 'poll' || type === 'snapshot')
}
