import type { Snapshot } from '../../shared/model/snapshot.ts'
import { placementSnapshot } from './placement-snapshot.ts'

/** As for placements, but its rules are kept: the VMs of a group are on hosts beside each other. */
export function planSnapshot(hosts: number): Snapshot {
  const snapshot = placementSnapshot(hosts)
  const affinityGroups = (snapshot.affinityGroups ?? []).map((group, at) => ({
    ...group,
    vmIds: [at, at + 1, at + 2].map(vm => `vm${vm % snapshot.vms.length}`),
  }))
  return { ...snapshot, affinityGroups: hosts < 3 ? [] : affinityGroups }
}
