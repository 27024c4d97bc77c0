import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { StatusChange } from '../runtime/schedulers/schedulers.ts'
import type { StatusEvent } from './status-events.ts'

/** A change with the cluster that it happened in. */
export type ClusterChange = Readonly<{ clusterId: string; change: StatusChange }>

type Subject = Readonly<{ id: string; clusterId: string; status: string | undefined }>

/**
 * What has changed from one read to the next, with the engine's event where one told of it; and what events told that no
 * read has seen, such as a VM that fell and was started again. The reads are the truth: an event can be lost, or late.
 * With nothing read before, hosts that are not up count as changed.
 */
export function statusChanges(
  before: Snapshot | undefined,
  after: Snapshot,
  events: readonly StatusEvent[],
): readonly ClusterChange[] {
  return [
    ...changesOf('host', before?.hosts, after.hosts, events, after.takenAtMs),
    ...changesOf('vm', before?.vms, after.vms, events, after.takenAtMs),
  ]
}

function changesOf(
  kind: StatusChange['kind'],
  before: readonly Subject[] | undefined,
  after: readonly Subject[],
  events: readonly StatusEvent[],
  nowMs: number,
): ClusterChange[] {
  const known = before && new Map(before.map(({ id, status }) => [id, status]))
  const told = Map.groupBy(
    events.filter(event => event.kind === kind),
    ({ id }) => id,
  )
  return after.flatMap(({ id, clusterId, status }) => {
    const from = known?.get(id)
    const isNews = known === undefined ? kind === 'host' && status !== 'up' : from !== status
    const own = told.get(id) ?? []
    const about = own.findLast(event => event.status === status)
    const passing = own.filter(event => event.status !== status && event.status !== from)
    const changes: StatusChange[] = passing.map(({ status: to, event, atMs }) => ({ kind, id, from, to, atMs, event }))
    if (isNews && status !== undefined) {
      const atMs = about?.atMs ?? nowMs
      changes.push({ kind, id, from, to: status, atMs, ...(about && { event: about.event }) })
    }
    return changes.map(change => ({ clusterId, change }))
  })
}
