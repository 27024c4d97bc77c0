import { useCallback } from 'react'
import type { WatchedHostDetail, WatchedHostList } from '../../../shared/api/hosts.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Load, type Remote, useRemote } from '../../api/use-remote.ts'
import { useWhileSeen } from '../../components/use-while-seen.ts'

/** The default of hosts.sampleInterval. Events tell of connections only: figures are asked for anew this often. */
const INTERVAL_MS = 15_000

/** Every host, how it is connected itself, and its main figures. */
export function useWatchedHosts(): [Remote<WatchedHostList>, () => void] {
  const client = useClient()
  return useSampled(useCallback((signal: AbortSignal) => client.listHosts(signal), [client]))
}

/** One host with everything that it last told. */
export function useWatchedHost(id: string): [Remote<WatchedHostDetail>, () => void] {
  const client = useClient()
  return useSampled(useCallback((signal: AbortSignal) => client.getHost(id, signal), [client, id]))
}

/** What changes with the figures of hosts, asked for as often as they are. */
export function useSampled<T>(load: Load<T>): [Remote<T>, () => void] {
  const [remote, reload] = useRemote(load, ({ type }) => type === 'hosts' || type === 'poll')
  useWhileSeen(INTERVAL_MS, reload)
  return [remote, reload]
}
