import type { Host } from '../../../shared/model/host.ts'
import type { HostFacts } from '../facts/host-facts.ts'

/** What only the service itself can know, by watching: the engine's REST API does not tell it. */
export type Watched = Readonly<{
  /** See HostFacts.cpuOverCommitSinceMs. */
  cpuOverCommitSinceMs?: number | null
}>

/**
 * What the engine's REST API tells of a host, as facts. Not told by the lists we read, and so absent: its CPUs one by one,
 * their flags, networks, hooks, TSC, huge pages, devices, leases, supported cluster levels and machine types. `vmsHere`:
 * how many VMs the snapshot has there, for hosts that do not say.
 */
export function hostFactsOf(host: Host, vmsHere: number, watched: Watched = {}): HostFacts {
  const { memoryFreeMiB, swapTotalMiB, swapUsedMiB, cpuPercent } = host.statistics
  const { sockets, totalVms, os, numaSupported, hostedEngine, powerManagement, externalStatus } = host.scheduling ?? {}
  return {
    id: host.id,
    name: host.name,
    status: host.status,
    spm: host.scheduling?.spm ?? (host.isSpm ? 'spm' : 'none'),
    physicalMiB: host.totalMiB,
    vmCount: totalVms ?? vmsHere,
    vmActive: host.activeVms,
    vmMigrating: host.migratingVms,
    ...watched,
    ...(host.address !== undefined && { address: host.address }),
    ...(sockets !== undefined && { sockets }),
    ...(host.cores !== undefined && { cores: host.cores }),
    ...(host.threads !== undefined && { threads: host.threads }),
    // The engine keeps whole percents.
    ...(cpuPercent !== undefined && { usagePercent: Math.trunc(cpuPercent) }),
    ...(memoryFreeMiB !== undefined && { freeMiB: memoryFreeMiB }),
    ...(swapTotalMiB !== undefined && { swapTotalMiB }),
    ...(swapTotalMiB !== undefined && swapUsedMiB !== undefined && { swapFreeMiB: swapTotalMiB - swapUsedMiB }),
    ...(host.maxSchedulingMiB !== undefined && { maxSchedulingMiB: host.maxSchedulingMiB }),
    ...(os && { os }),
    ...(numaSupported === false && { numaNodes: [] }),
    ...(hostedEngine && { hostedEngine }),
    // Who put a host to rest the engine knows and does not tell.
    ...(powerManagement && {
      power: {
        enabled: powerManagement.enabled,
        policyDisabled: !powerManagement.automatic,
        externalStatusOk: externalStatus === undefined || externalStatus === 'ok',
      },
    }),
  }
}
