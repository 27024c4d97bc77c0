import { useEffect, useMemo, useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'

/** As many as are asked about in one call; a page shows no more. */
const MOST = 100

/**
 * What has become of those that are gone from the list: id → as the service has it now. What is not told, since the call
 * failed or is under way, is absent; the row says then that it is no longer proposed.
 */
export function useFates(goneIds: readonly string[]): ReadonlyMap<string, Recommendation> {
  const client = useClient()
  const [fates, setFates] = useState<ReadonlyMap<string, Recommendation>>(new Map())
  const key = goneIds.slice(0, MOST).join(' ')
  const asked = useMemo(() => (key === '' ? [] : key.split(' ')), [key])
  useEffect(() => {
    if (asked.length === 0) return
    const gone = new AbortController()
    client.findRecommendations(asked, gone.signal).then(
      found => setFates(new Map(found.map(one => [one.id, one]))),
      () => undefined,
    )
    return () => gone.abort()
  }, [client, asked])
  return fates
}
