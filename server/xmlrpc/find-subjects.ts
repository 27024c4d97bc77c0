import type { Host } from '../../shared/model/host.ts'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'

export type SnapshotRules = Readonly<{ now: () => number; maxAgeMs: number }>

/** A snapshot fit to decide by, or the sentence that says why there is none. */
export function usableSnapshot(
  { snapshot, problem }: SnapshotState,
  { now, maxAgeMs }: SnapshotRules,
): Snapshot | string {
  const because = problem === undefined ? '' : ` (${problem.message})`
  if (snapshot === undefined) return `ovirt-scheduler has not read the engine yet${because}`
  const ageMs = now() - snapshot.takenAtMs
  if (ageMs > maxAgeMs) return `ovirt-scheduler last read the engine ${Math.round(ageMs / 1000)} s ago${because}`
  return snapshot
}

/** The hosts asked about, as far as the snapshot has them; `unknown` holds the ids of the others. */
export function findHosts(snapshot: Snapshot, ids: readonly string[]): { hosts: Host[]; unknown: string[] } {
  const byId = new Map(snapshot.hosts.map(host => [host.id, host]))
  const hosts: Host[] = []
  const unknown: string[] = []
  for (const id of ids) {
    const host = byId.get(id)
    if (host === undefined) unknown.push(id)
    else hosts.push(host)
  }
  return { hosts, unknown }
}

export const findVm = (snapshot: Snapshot, id: string): Vm | undefined => snapshot.vms.find(vm => vm.id === id)

/** The engine knows more than we have read so far: an entity of the last seconds. Named, at most three. */
export function unknownHosts(ids: readonly string[]): string {
  const named = ids.slice(0, 3).join(', ')
  const more = ids.length > 3 ? ` and ${ids.length - 3} more` : ''
  return `not judged, ovirt-scheduler has not read them yet: host ${named}${more}`
}

export const unknownVm = (id: string): string => `not judged, ovirt-scheduler has not read it yet: VM ${id}`
