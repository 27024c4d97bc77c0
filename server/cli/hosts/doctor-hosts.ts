import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { HostConnectionRule, HostProblem } from '../../../shared/model/watched-host.ts'
import { ConfigError } from '../../config/config-error.ts'
import type { Config } from '../../config/settings.ts'
import type { FleetHost } from '../../hosts/host-fleet.ts'
import { whyNotDialled } from '../../hosts/why-not-dialled.ts'
import { notAmong } from '../../runtime/schedulers/cluster-schedulers.ts'
import type { Finding } from '../doctor-findings.ts'
import { type HostDials, readHostDials } from '../host-dials.ts'
import { fleetHostsOf, hostConnectionRules } from '../start-hosts.ts'
import { tryHost } from './try-host.ts'

const MOST_HOSTS = 20
const DEADLINE_MS = 5000

export type HostFindingsOptions = Readonly<{ readDials?: (config: Config) => HostDials; deadlineMs?: number }>

type ToTry = Readonly<{ host: FleetHost; via: HostConnectionRule }>
type Outcome = ToTry & Readonly<{ problem?: HostProblem }>

/** Whether the hosts answer us themselves, where a connection is configured. Reads each once, side by side, and changes nothing. */
export async function* hostFindings(
  snapshot: Snapshot,
  config: Config,
  { readDials = readHostDials, deadlineMs = DEADLINE_MS }: HostFindingsOptions = {},
): AsyncGenerator<Finding> {
  const rules = hostConnectionRules(config)
  const names = snapshot.clusters.map(({ name }) => name)
  for (const named of rules.named) {
    if (snapshot.clusters.some(({ id, name }) => id === named || name === named)) continue
    const what = `hosts.connect: ${notAmong('cluster', named, names)}`
    yield { state: 'warning', what, fix: 'Mend hosts.connect.' }
  }
  if (rules.kinds.size === 0) {
    yield { state: 'ok', what: 'hosts are not asked themselves: hosts.connect names no connection' }
    return
  }
  let dials: HostDials
  try {
    dials = readDials(config)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) yield { state: 'failed', what: 'connections to hosts', fix: problem }
    return
  }

  const wanted = fleetHostsOf(snapshot).map(host => ({ host, via: rules.of(host.cluster) }))
  const reachable = inTurns(wanted.filter(({ host, via }) => whyNotDialled(via, host) === undefined))
  yield* silentFindings(wanted)
  const outcomes = await Promise.all(reachable.slice(0, MOST_HOSTS).map(one => tryOne(one, dials, deadlineMs)))
  yield* clusterFindings(outcomes)
  const left = reachable.length - MOST_HOSTS
  if (left > 0) yield { state: 'ok', what: `${left} more hosts were not tried; GET /hosts of the service tells of all` }
}

async function tryOne({ host, via }: ToTry, dials: HostDials, deadlineMs: number): Promise<Outcome> {
  const dial = dials(via, { hostId: host.id, address: host.address })
  const tried = await tryHost(dial, { kind: via.kind, deadlineMs }, (link, signal) => link.readHost(signal))
  return { host, via, ...(!tried.ok && { problem: tried.problem }) }
}

/** One of each cluster, then a second one of each: the few that are tried tell of as many clusters as they can. */
function inTurns(hosts: readonly ToTry[]): ToTry[] {
  const byCluster = [...Map.groupBy(hosts, ({ host }) => host.cluster.id).values()]
  const rounds = Math.max(0, ...byCluster.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) => byCluster.flatMap(of => of[round] ?? [])).flat()
}

function* clusterFindings(outcomes: readonly Outcome[]): Generator<Finding> {
  for (const tried of Map.groupBy(outcomes, ({ host }) => host.cluster.id).values()) {
    const [first] = tried
    const answering = tried.filter(({ problem }) => problem === undefined).length
    if (first !== undefined && answering > 0) {
      const { host, via } = first
      yield {
        state: 'ok',
        what: `cluster ${host.cluster.name}: ${answering} of ${tried.length} hosts answer over ${via.kind}`,
      }
    }
    for (const { host, via, problem } of tried)
      if (problem !== undefined)
        yield {
          state: 'failed',
          what: `host ${host.name} over ${via.kind}: ${problem.message} (${problem.code})`,
          fix: problem.fix,
        }
  }
}

/** Hosts of clusters with a connection that are left alone for a reason that somebody can mend. */
function* silentFindings(wanted: readonly ToTry[]): Generator<Finding> {
  const without = wanted.filter(
    ({ host, via }) => via.kind !== 'none' && host.status === 'up' && whyNotDialled(via, host) !== undefined,
  )
  for (const { host, via } of without.slice(0, MOST_HOSTS))
    yield {
      state: 'warning',
      what: `host ${host.name}: ${whyNotDialled(via, host)}`,
      fix: 'Give it one in the engine.',
    }
}
