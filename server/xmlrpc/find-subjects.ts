import type { Host } from '../../shared/model/host.ts'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { type BalanceQuestion, type Known, type VmQuestion, vmsOf } from '../runtime/question.ts'

export type SnapshotRules = Readonly<{ now: () => number; maxAgeMs: number }>

/** A question, and which of its hosts the snapshot does not have: entities of the last seconds. */
export type Found<Q> = Readonly<{ question: Q; unread: readonly string[] }>

type Asked = Readonly<{ hostIds: readonly string[]; written: unknown }>

/** What is known of a VM and the hosts it might run on. */
export function vmQuestion(
  asked: Asked & Readonly<{ vmId: string }>,
  state: SnapshotState,
  rules: SnapshotRules,
): Found<VmQuestion> {
  const usable = usableSnapshot(state, rules)
  if (!usable.ok) return { question: { ...asked, facts: usable }, unread: [] }
  const snapshot = usable.value
  const vm = indexSnapshot(snapshot).vms.get(asked.vmId)
  if (vm === undefined) {
    const why = `not judged, ovirt-scheduler has not read it yet: VM ${asked.vmId}`
    return { question: { ...asked, facts: { ok: false, why } }, unread: [] }
  }
  const { hosts, unread } = findHosts(snapshot, asked.hostIds)
  return { question: { ...asked, facts: { ok: true, value: { snapshot, vm, hosts } } }, unread }
}

/** What is known of the hosts of a cluster and the VMs on them. */
export function balanceQuestion(asked: Asked, state: SnapshotState, rules: SnapshotRules): Found<BalanceQuestion> {
  const usable = usableSnapshot(state, rules)
  if (!usable.ok) return { question: { ...asked, facts: usable }, unread: [] }
  const snapshot = usable.value
  const { hosts, unread } = findHosts(snapshot, asked.hostIds)
  const facts = { snapshot, hosts, vms: vmsOf(snapshot, hosts) }
  return { question: { ...asked, facts: { ok: true, value: facts } }, unread }
}

/** A snapshot fit to decide by, or the sentence that says why there is none. */
function usableSnapshot({ snapshot, problem }: SnapshotState, { now, maxAgeMs }: SnapshotRules): Known<Snapshot> {
  const because = problem === undefined ? '' : ` (${problem.message})`
  if (snapshot === undefined) return { ok: false, why: `ovirt-scheduler has not read the engine yet${because}` }
  const ageMs = now() - snapshot.takenAtMs
  if (ageMs <= maxAgeMs) return { ok: true, value: snapshot }
  return { ok: false, why: `ovirt-scheduler last read the engine ${Math.round(ageMs / 1000)} s ago${because}` }
}

type FoundHosts = Readonly<{ snapshot: Snapshot; hosts: readonly Host[]; unread: readonly string[] }>
const lastFound = new WeakMap<readonly string[], FoundHosts>()

/** Kept with the list of ids, which is the same as long as the engine asks about the same hosts. */
function findHosts(snapshot: Snapshot, ids: readonly string[]): FoundHosts {
  const before = lastFound.get(ids)
  if (before?.snapshot === snapshot) return before
  const byId = indexSnapshot(snapshot).hosts
  const hosts: Host[] = []
  const unread: string[] = []
  for (const id of ids) {
    const host = byId.get(id)
    if (host === undefined) unread.push(id)
    else hosts.push(host)
  }
  const found = { snapshot, hosts, unread }
  lastFound.set(ids, found)
  return found
}

/** The engine knows more than we have read so far. Named, at most three. */
export function unreadHosts(ids: readonly string[]): string {
  const named = ids.slice(0, 3).join(', ')
  const more = ids.length > 3 ? ` and ${ids.length - 3} more` : ''
  return `not judged, ovirt-scheduler has not read them yet: host ${named}${more}`
}
