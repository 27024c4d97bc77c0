import { useCallback, useMemo, useRef, useState } from 'react'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { useClient } from '../../api/api-context.tsx'
import type { ApiClient } from '../../api/client.ts'
import type { Change } from '../../api/live.ts'
import { type Remote, useRemote } from '../../api/use-remote.ts'
import { type Span, sinceMs } from './history-filter.ts'

/** As many as the service gives at once. */
export const MAX_ENTRIES = 10_000
const SIZES = [500, 2500, MAX_ENTRIES] as const

export type Audit = Readonly<{
  entries: Remote<AuditLoaded>
  reload: () => void
  /** Loads older ones too; undefined: all are here, or no more can be had. */
  more: (() => void) | undefined
}>

export type AuditLoaded = Readonly<{ entries: readonly AuditEntry[]; isComplete: boolean }>

/**
 * The audit of a span of time as far as it holds a text. What comes anew is asked for alone and put in front: an entry never changes
 * once it is written. While other entries load, the last ones stay.
 */
export function useAudit(span: Span, text: string): Audit {
  const client = useClient()
  const [wanted, setWanted] = useState({ span, text, size: 0 })
  const size = wanted.span === span && wanted.text === text ? wanted.size : 0
  const limit = SIZES[size] ?? MAX_ENTRIES
  const load = useMemo(() => loaderOf(client, { span, text, limit }), [client, span, text, limit])
  const [remote, reload] = useRemote(load, useIsNews())
  const last = useRef<Remote<AuditLoaded>>(remote)
  if (remote.state !== 'loading') last.current = remote
  const entries = last.current
  const isComplete = entries.state !== 'ready' || entries.data.isComplete
  const grow = useCallback(() => setWanted({ span, text, size: size + 1 }), [span, text, size])
  return { entries, reload, more: isComplete || limit === MAX_ENTRIES ? undefined : grow }
}

function loaderOf(client: ApiClient, { span, text, limit }: Readonly<{ span: Span; text: string; limit: number }>) {
  let known: AuditLoaded | undefined
  return async (signal: AbortSignal): Promise<AuditLoaded> => {
    const before = known
    // The newest known one is asked for again, since others may be of the same moment.
    const fromMs = before?.entries[0]?.atMs ?? sinceMs(span, Date.now())
    const found = await client.listHistory({ fromMs: fromMs && Math.floor(fromMs), text, limit }, signal)
    const hasGap = before !== undefined && before.entries.length > 0 && found.length === limit
    known =
      before === undefined || hasGap
        ? { entries: found, isComplete: found.length < limit }
        : { entries: joined(found, before.entries), isComplete: before.isComplete }
    return known
  }
}

function joined(news: readonly AuditEntry[], before: readonly AuditEntry[]): readonly AuditEntry[] {
  const ids = new Set(before.map(({ id }) => id))
  const added = news.filter(({ id }) => !ids.has(id))
  return added.length === 0 ? before : [...added, ...before]
}

/**
 * Progress of a migration writes no entry; a step that begins or ends does. No event tells that moves were stopped, so it is looked
 * at each snapshot too; what is new costs little to ask for.
 */
function useIsNews(): (change: Change) => boolean {
  const states = useRef(new Map<string, string>())
  return useCallback(change => {
    if (change.type !== 'run') return change.type !== 'engine'
    const { id, steps, cancelledBy } = change.run
    const state = [cancelledBy?.id, ...steps.map(step => step.state)].join()
    const isNew = states.current.get(id) !== state
    states.current.set(id, state)
    return isNew
  }, [])
}
