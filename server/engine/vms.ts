import { bytesToMiB } from '../../shared/measure/memory.ts'
import { placementAffinities, type Vm, vmStatuses } from '../../shared/model/vm.ts'
import type { EngineHttp } from './engine-http.ts'
import { isEngineError } from './http/engine-error.ts'
import { pageQuery } from './read-pages.ts'
import { readFigures } from './statistics.ts'
import { toTopology, toVmScheduling } from './vm-scheduling.ts'
import {
  bytesAsMiB,
  findBytesAsMiB,
  findNumber,
  findOneOf,
  findText,
  flag,
  type Items,
  list,
  readItems,
  readWhole,
  text,
} from './wire.ts'

export const VMS_PER_PAGE = 500

/** One page of all VMs by name. Their statistics cost the engine several queries for each, so they are not part of it. */
export async function readVmPage(http: EngineHttp, page: number, signal: AbortSignal): Promise<Items<Vm>> {
  const reply = await http.get('/vms', { query: pageQuery(page, VMS_PER_PAGE), signal })
  return readWhole('GET /api/vms', () => readItems(reply, 'vm', toVm))
}

/** The only place that knows the engine's names for a VM's members. */
export function toVm(wire: unknown): Vm {
  const hostId = findText(wire, 'host.id')
  const guaranteedMiB = findBytesAsMiB(wire, 'memory_policy.guaranteed')
  const origin = findText(wire, 'origin')
  const startedAtMs = findNumber(wire, 'start_time')
  const osType = findText(wire, 'os.type')
  const osVersion = findText(wire, 'guest_operating_system.version.full_version')
  const scheduling = toVmScheduling(wire)
  const { sockets, cores, threads } = toTopology(wire)
  return {
    id: text(wire, 'id'),
    name: text(wire, 'name'),
    clusterId: text(wire, 'cluster.id'),
    status: findOneOf(wire, 'status', vmStatuses),
    memoryMiB: bytesAsMiB(wire, 'memory'),
    vcpus: sockets * cores * threads,
    // Absent in the view of a user without administrative role, or a word we do not know: better not moved.
    placement: findOneOf(wire, 'placement_policy.affinity', placementAffinities) ?? 'pinned',
    pinnedHostIds: list(wire, 'placement_policy.hosts.host').map(host => text(host, 'id')),
    highlyAvailable: flag(wire, 'high_availability.enabled', false),
    ...(hostId !== undefined && { hostId }),
    ...(guaranteedMiB !== undefined && { guaranteedMiB }),
    ...(origin !== undefined && { origin }),
    ...(startedAtMs !== undefined && { startedAtMs }),
    ...(osType !== undefined && { os: { type: osType, ...(osVersion !== undefined && { version: osVersion }) } }),
    ...(scheduling !== undefined && { scheduling }),
  }
}

/** What one VM uses, as the engine last measured it. */
export type VmStatistics = Readonly<{
  /** 100: one physical core; not divided by the number of vCPUs. */
  cpuPercentOfCore?: number
  /** By the guest's agent. */
  memoryUsedMiB?: number
  /** 0..100, of a migration under way. */
  migrationPercent?: number
}>

/** undefined: the engine has no such VM. */
export async function readVmStatistics(
  http: EngineHttp,
  vmId: string,
  signal: AbortSignal,
): Promise<VmStatistics | undefined> {
  try {
    const reply = await http.get(`/vms/${encodeURIComponent(vmId)}/statistics`, { signal })
    return readWhole("a VM's statistics", () => toVmStatistics(readFigures(reply, 'statistic')))
  } catch (error) {
    if (isEngineError(error, 'engine-not-found')) return undefined
    throw error
  }
}

function toVmStatistics(figures: ReadonlyMap<string, number>): VmStatistics {
  const cpuPercentOfCore = figures.get('cpu.current.total')
  const memoryUsed = figures.get('memory.used')
  const migrationPercent = figures.get('migration.progress')
  return {
    ...(cpuPercentOfCore !== undefined && { cpuPercentOfCore }),
    ...(memoryUsed !== undefined && { memoryUsedMiB: bytesToMiB(memoryUsed) }),
    ...(migrationPercent !== undefined && { migrationPercent }),
  }
}
