import type { Snapshot } from '../../shared/model/snapshot.ts'
import { readAffinityGroups } from './affinity-groups.ts'
import { type ApiRoot, readApiRoot } from './api-root.ts'
import { listClusters } from './clusters.ts'
import type { EngineHttp } from './engine-http.ts'
import { HOSTS_PER_PAGE, readHostPage } from './hosts.ts'
import { badReply, EngineError } from './http/engine-error.ts'
import { limitConcurrency } from './http/limit-concurrency.ts'
import { readPages } from './read-pages.ts'
import { listPolicies, listUnits } from './scheduling-policies.ts'
import { readVmPage, VMS_PER_PAGE } from './vms.ts'
import { type Items, unreadable } from './wire.ts'

const MAX_PARALLEL = 6
const MAX_PROBLEMS = 100

/**
 * Reads everything that scheduling looks at. The number of requests grows with pages of hosts and VMs, with policies
 * and clusters, never with single VMs. A host or VM that cannot be read is left out and named in `problems`; a kind of which nothing can
 * be read fails the whole, since a snapshot without its VMs would look like an idle engine. `now` in ms since the epoch.
 */
export async function readSnapshot(http: EngineHttp, signal: AbortSignal, now: () => number): Promise<Snapshot> {
  const takenAtMs = now()
  const counted = countRequests(http)
  const root = await readApiRoot(counted.http, signal)
  const clockSkewMs = root.timeMs === undefined ? 0 : Math.round(root.timeMs - (takenAtMs + now()) / 2)
  const parts = await readParts(counted.http, requireAdministrator(root), signal)
  const { clusters, hosts, vms, policies, units, affinity } = parts
  const problems = Object.values(parts).flatMap(part => part.problems)
  return {
    takenAtMs,
    durationMs: now() - takenAtMs,
    requests: counted.requests(),
    clockSkewMs,
    engineVersion: root.version,
    clusters: clusters.items,
    hosts: hosts.items,
    vms: vms.items,
    policies: policies.items,
    units: units.items,
    ...(affinity.items !== undefined && { affinityGroups: affinity.items }),
    ...(problems.length > 0 && {
      problems: problems.slice(0, MAX_PROBLEMS).map(({ path, problem }) => ({ path, problem })),
    }),
  }
}

type Totals = NonNullable<ApiRoot['summary']>

async function readParts(http: EngineHttp, totals: Totals, caller: AbortSignal) {
  // What fails ends the rest: nobody wants their answers any more.
  const stop = new AbortController()
  const signal = AbortSignal.any([caller, stop.signal])
  // One request at a time stays free for people who wait at the portal.
  const limit = limitConcurrency(Math.min(MAX_PARALLEL, Math.max(1, http.maxConcurrent - 1)))
  const paging = { limit, signal }
  try {
    const listed = limit(() => listClusters(http, signal), signal).then(readable('clusters'))
    const [clusters, affinity, policies, units, hosts, vms] = await Promise.all([
      listed,
      listed.then(({ items }) => readAffinityGroups(http, items, limit, signal)),
      listPolicies(http, limit, signal).then(readable('schedulingpolicies')),
      limit(() => listUnits(http, signal), signal).then(readable('schedulingpolicyunits')),
      readPages(page => readHostPage(http, page, signal), {
        ...paging,
        size: HOSTS_PER_PAGE,
        expected: totals.hosts,
      }).then(readable('hosts', totals.hosts)),
      readPages(page => readVmPage(http, page, signal), {
        ...paging,
        size: VMS_PER_PAGE,
        expected: totals.vms,
      }).then(readable('vms', totals.vms)),
    ])
    return { clusters, policies, units, hosts, vms, affinity }
  } finally {
    stop.abort()
  }
}

/** Refuses a list of which nothing could be read, and an empty one although the engine counts items of its kind. */
const readable =
  (kind: string, total = 0) =>
  <T>(list: Items<T>): Items<T> => {
    const [problem] = list.problems
    if (list.items.length > 0) return list
    if (problem !== undefined) throw unreadable(`GET /api/${kind}`, problem)
    if (total > 0) throw badReply(`The engine counts ${total} ${kind} but lists none.`)
    return list
  }

/** Others get a view without the hosts of VMs, which looks as if nothing ran. */
function requireAdministrator({ summary }: ApiRoot): Totals {
  if (summary !== undefined) return summary
  throw new EngineError(
    'engine-not-administrator',
    'The user in engine.username has no administrative role in the engine and cannot see hosts and policies. ' +
      'Give it the role ReadOnlyAdmin on the system, and ClusterAdmin on the clusters that it shall manage.',
  )
}

/** Without repeats of failed reads. */
function countRequests(http: EngineHttp): Readonly<{ http: EngineHttp; requests: () => number }> {
  let requests = 0
  const get: EngineHttp['get'] = (path, call) => {
    requests += 1
    return http.get(path, call)
  }
  return { http: { ...http, get }, requests: () => requests }
}
