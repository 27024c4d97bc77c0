import type { Snapshot } from '../../shared/model/snapshot.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../fakes/builders.ts'

const VMS_PER_HOST = 25

/** One cluster, unevenly loaded, with rules between VMs; every tenth host is nearly full. */
export function placementSnapshot(count: number): Snapshot {
  const hosts = Array.from({ length: count }, (_, i) =>
    aHost({
      id: `host${String(i).padStart(4, '0')}`,
      name: `host${i}`,
      cores: 32,
      threads: 64,
      totalMiB: 262_144,
      maxSchedulingMiB: i % 10 === 0 ? 1000 : 40_000 + ((i * 7919) % 100_000),
      statistics: {
        memoryFreeMiB: 60_000 + ((i * 104_729) % 90_000),
        cpuPercent: (i * 37) % 90,
        swapTotalMiB: 0,
        swapUsedMiB: 0,
      },
      scheduling: { sockets: 2, spm: i === 0 ? 'spm' : 'none', totalVms: VMS_PER_HOST, numaSupported: false },
    }),
  )
  const vms = Array.from({ length: count * VMS_PER_HOST }, (_, i) =>
    aVm({
      id: `vm${i}`,
      name: `vm${i}`,
      hostId: hosts[i % count]?.id ?? '',
      memoryMiB: 1024 * (1 + (i % 8)),
      pinnedHostIds: [],
    }),
  )
  const rule = { enabled: true, positive: false, enforcing: true }
  const affinityGroups = Array.from({ length: count }, (_, i) => ({
    id: `g${i}`,
    name: `g${i}`,
    clusterId: aCluster().id,
    priority: 1,
    vmIds: [`vm${i}`, `vm${i + count}`, `vm${i + 2 * count}`],
    hostIds: [],
    vmRule: rule,
    hostRule: { ...rule, enabled: false },
  }))
  return aSnapshot({ hosts, vms, affinityGroups, policies: [], clusters: [aCluster({ properties: {} })] })
}
