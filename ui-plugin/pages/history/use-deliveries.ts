import { useCallback, useState } from 'react'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** The second is as many as the service gives at once. */
const SIZES = [200, 1000] as const

export type Deliveries = Readonly<{
  deliveries: Remote<readonly Delivery[]>
  reload: () => void
  /** Only so many of the newest were loaded; undefined: all there are. */
  limit: number | undefined
  /** Loads more of them; undefined: there are none, or no more can be had. */
  more: (() => void) | undefined
}>

/** Promise and delivery of the latest runs, newest first. The service measures with each snapshot. */
export function useDeliveries(): Deliveries {
  const client = useClient()
  const [size, setSize] = useState<number>(SIZES[0])
  const load = useCallback((signal: AbortSignal) => client.listDeliveries(size, signal), [client, size])
  const [deliveries, reload] = useRemote(load, ({ type }) => type === 'poll' || type === 'snapshot')
  const isFull = deliveries.state === 'ready' && deliveries.data.length >= size
  return {
    deliveries,
    reload,
    limit: isFull ? size : undefined,
    more: isFull && size < SIZES[1] ? () => setSize(SIZES[1]) : undefined,
  }
}
