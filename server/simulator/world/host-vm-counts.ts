import { type Model, residentsOf } from './model.ts'

export type HostVmCounts = { active: number; migrating: number; total: number }

/** As the host agent counts: all VMs it knows, those that are up, and migrations in and out. */
export function hostVmCounts(model: Model, hostId: string): HostVmCounts {
  const counts = { active: 0, migrating: 0, total: 0 }
  for (const vm of residentsOf(model, hostId)) {
    counts.total++
    if (vm.status === 'up') counts.active++
  }
  for (const { fromHostId, toHostId } of model.copies.values()) {
    if (fromHostId === hostId || toHostId === hostId) counts.migrating++
  }
  return counts
}
