import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { isHostError } from '../host-error.ts'
import type { Calls } from './calls.ts'
import type { KnownCapabilities } from './known-capabilities.ts'
import type { KnownDefinitions } from './known-definitions.ts'
import { parseHostStats } from './parse-host-stats.ts'
import { parseIoPolicies, type VmIoLimits } from './parse-io-limits.ts'
import { parseVmStats, toGuest } from './parse-vm-stats.ts'
import type { Statuses } from './statuses.ts'
import { isAlive } from './vm-status.ts'

/** What one connection knows of its host. */
export type VdsmHost = Readonly<{
  calls: Calls
  capabilities: KnownCapabilities
  definitions: KnownDefinitions
  statuses: Statuses
}>

/** Rejects with HostError, or with ProtocolError for an answer without sense. */
export async function readHost({ calls, capabilities }: VdsmHost, signal: AbortSignal): Promise<HostReading> {
  const [made, stats] = await Promise.all([capabilities.get(signal), calls.read('Host.getStats', {}, { signal })])
  return parseHostStats(stats, made, Date.now())
}

/**
 * Rejects as readHost does. One call after the other: vdsm does not set TCP_NODELAY, so that the second of two answers waits
 * for the acknowledgement of the first, 40 ms, and each of them takes less than two.
 */
export async function listGuests(host: VdsmHost, signal: AbortSignal): Promise<GuestReading[]> {
  const { calls, definitions, statuses } = host
  const vms = parseVmStats(await calls.read('Host.getAllVmStats', {}, { signal }))
  const limits = await readIoLimits(calls, signal)
  const hostCpuIds = await readHostCpuIds(host, signal)
  statuses.replace(vms)
  definitions.keepOnly(new Set(vms.map(({ id }) => id)))
  const alive = vms.filter(({ status }) => isAlive(status)).map(({ id }) => id)
  const defined = await definitions.of(alive, signal)
  return vms.map(stats => toGuest({ stats, definition: defined.get(stats.id), io: limits.get(stats.id), hostCpuIds }))
}

/** A host that cannot tell them has VMs all the same. */
async function readIoLimits(calls: Calls, signal: AbortSignal): Promise<ReadonlyMap<string, VmIoLimits>> {
  try {
    return parseIoPolicies(await calls.read('Host.getAllVmIoTunePolicies', {}, { signal }))
  } catch (error) {
    if (isHostError(error, 'host-refused', 'host-unsupported', 'host-no-such-vm')) return new Map()
    throw error
  }
}

/** All CPUs of the host. Undefined where it does not say. */
export async function readHostCpuIds(
  { calls, capabilities }: VdsmHost,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const made = await capabilities.get(signal)
  const cpus = made?.cpus ?? []
  if (cpus.length > 0) return cpus.map(({ id }) => id)
  const reading = parseHostStats(await calls.read('Host.getStats', {}, { signal }), made, 0)
  return reading.cpus.length > 0 ? reading.cpus.map(({ id }) => id) : undefined
}
