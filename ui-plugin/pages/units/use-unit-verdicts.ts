import { useCallback, useState } from 'react'
import type { UnitVerdictList } from '../../../shared/api/service.ts'
import type { UnitVerdict } from '../../../shared/plan/unit-verdict.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'

const MOST = 100

/** What a unit was last asked. Nothing tells of a single call: it is asked anew with each snapshot. */
export function useUnitVerdicts(unitId: string): [Remote<UnitVerdictList>, () => void] {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.listUnitVerdicts(unitId, MOST, signal), [client, unitId])
  return useRemote(load, ({ type }) => type === 'units' || type === 'snapshot' || type === 'poll')
}

/** The calls as they were when the reader last looked, and how many have come since: no row moves under the pointer. */
export function useSteadyVerdicts(
  verdicts: readonly UnitVerdict[],
): Readonly<{ shown: readonly UnitVerdict[]; newer: number; showAll: () => void }> {
  const [shown, setShown] = useState(verdicts)
  // The first ones have nobody to push aside.
  if (shown.length === 0 && verdicts.length > 0) {
    setShown(verdicts)
    return { shown: verdicts, newer: 0, showAll: () => setShown(verdicts) }
  }
  const newest = shown[0]?.id ?? 0
  return { shown, newer: verdicts.filter(({ id }) => id > newest).length, showAll: () => setShown(verdicts) }
}
