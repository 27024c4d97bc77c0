import { type Host, hostStatuses } from '../../shared/model/host.ts'
import type { EngineHttp } from './engine-http.ts'
import { toHostScheduling } from './host-scheduling.ts'
import { pageQuery } from './read-pages.ts'
import { readFigures, toHostStatistics } from './statistics.ts'
import { findBytesAsMiB, findInteger, findOneOf, findText, type Items, readItems, readWhole, text } from './wire.ts'

/** The engine reads the statistics of a page's hosts one after the other, so pages are small and read side by side. */
export const HOSTS_PER_PAGE = 100

/** One page of all hosts by name, with their statistics. The first page is 1. */
export async function readHostPage(http: EngineHttp, page: number, signal: AbortSignal): Promise<Items<Host>> {
  const query = { ...pageQuery(page, HOSTS_PER_PAGE), follow: 'statistics' }
  const reply = await http.get('/hosts', { query, signal })
  return readWhole('GET /api/hosts', () => readItems(reply, 'host', toHost))
}

/** The only place that knows the engine's names for a host's members. */
export function toHost(wire: unknown): Host {
  const address = findText(wire, 'address')
  const scheduling = toHostScheduling(wire)
  const maxSchedulingMiB = findBytesAsMiB(wire, 'max_scheduling_memory')
  return {
    id: text(wire, 'id'),
    name: text(wire, 'name'),
    clusterId: text(wire, 'cluster.id'),
    status: findOneOf(wire, 'status', hostStatuses),
    // A host that never came up has none.
    totalMiB: findBytesAsMiB(wire, 'memory') ?? 0,
    activeVms: findInteger(wire, 'summary.active') ?? 0,
    migratingVms: findInteger(wire, 'summary.migrating') ?? 0,
    isSpm: findText(wire, 'spm.status') === 'spm',
    statistics: toHostStatistics(readFigures(wire, 'statistics.statistic')),
    ...(address !== undefined && { address }),
    ...(maxSchedulingMiB !== undefined && { maxSchedulingMiB }),
    ...processors(wire),
    ...(scheduling !== undefined && { scheduling }),
  }
}

/** Sockets, cores per socket, threads per core. */
function processors(wire: unknown): Pick<Host, 'cores' | 'threads'> {
  const sockets = findInteger(wire, 'cpu.topology.sockets')
  const coresPerSocket = findInteger(wire, 'cpu.topology.cores')
  if (sockets === undefined || coresPerSocket === undefined) return {}
  const cores = sockets * coresPerSocket
  return { cores, threads: cores * (findInteger(wire, 'cpu.topology.threads') ?? 1) }
}
