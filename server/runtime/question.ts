/** What units are asked: the ids as they came, and beside them what the last snapshot knows of these ids. */
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'

export type Known<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; why: string }>

/** A VM and the hosts it might run on, as last read. Hosts that were not read yet are left out. */
export type VmFacts = Readonly<{ snapshot: Snapshot; vm: Vm; hosts: readonly Host[] }>

/** Hosts to balance and every VM that runs on them, as last read. */
export type BalanceFacts = Readonly<{ snapshot: Snapshot; hosts: readonly Host[]; vms: readonly Vm[] }>

/** `written`: the properties just as the caller wrote them, whatever their type; absent: they are the typed ones. */
type Asked = Readonly<{ hostIds: readonly string[]; written?: unknown }>

export type VmQuestion = Asked & Readonly<{ vmId: string; facts: Known<VmFacts> }>
export type BalanceQuestion = Asked & Readonly<{ facts: Known<BalanceFacts> }>

/** Asks about hosts that are all in the snapshot. */
export const aboutVm = (snapshot: Snapshot, vm: Vm, hosts: readonly Host[]): VmQuestion => ({
  vmId: vm.id,
  hostIds: hosts.map(({ id }) => id),
  facts: { ok: true, value: { snapshot, vm, hosts } },
})

/** Asks about hosts that are all in the snapshot, and the VMs that run on them. */
export const aboutHosts = (snapshot: Snapshot, hosts: readonly Host[]): BalanceQuestion => ({
  hostIds: hosts.map(({ id }) => id),
  facts: { ok: true, value: { snapshot, hosts, vms: vmsOf(snapshot, hosts) } },
})

/** The VMs that run on these hosts, in the order of the snapshot. */
export function vmsOf(snapshot: Snapshot, hosts: readonly Host[]): Vm[] {
  if (hosts.length === snapshot.hosts.length) return snapshot.vms.filter(({ hostId }) => hostId !== undefined)
  const index = indexSnapshot(snapshot)
  const clusterIds = new Set(hosts.map(({ clusterId }) => clusterId))
  const hostIds = new Set(hosts.map(({ id }) => id))
  // Hosts of one cluster hold VMs of that cluster alone: the other clusters' VMs need no look.
  const candidates = clusterIds.size === 1 ? [...clusterIds].flatMap(id => index.vmsOf(id)) : snapshot.vms
  return candidates.filter(({ hostId }) => hostId !== undefined && hostIds.has(hostId))
}
