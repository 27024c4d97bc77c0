import { useCallback } from 'react'
import type { UnitList } from '../../../shared/api/service.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

/** The policy units and the files they come from. A snapshot tells anew who uses them and what the engine knows. */
export function useUnits(): [Remote<UnitList>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.listUnits(signal), [client])
  return useRemote(load, ({ type }) => type === 'units' || type === 'snapshot' || type === 'poll')
}
