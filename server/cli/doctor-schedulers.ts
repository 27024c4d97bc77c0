import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Config } from '../config/settings.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { notAmong } from '../runtime/schedulers/cluster-schedulers.ts'
import type { LoadedScheduler } from '../runtime/schedulers/loaded-scheduler.ts'
import type { Finding } from './doctor-findings.ts'
import { readClusterSchedulers, startSchedulers } from './start-schedulers.ts'

const SETTING = 'Mend schedulers.clusters, or put the plugin into units.directory.'

/** Which cluster has which scheduler, what it was given and cannot use, and clusters that are named and do not exist. */
export function* schedulerFindings(
  snapshot: Snapshot,
  site: readonly LoadedScheduler[],
  config: Config,
): Generator<Finding> {
  const clusters = readClusterSchedulers(config)
  const schedulers = startSchedulers(config, { clusters, siteSchedulers: () => site, watched: () => new Map() })
  const names = snapshot.clusters.map(({ name }) => name)
  for (const named of clusters.named) {
    if (snapshot.clusters.some(({ id, name }) => id === named || name === named)) continue
    yield { state: 'warning', what: `schedulers.clusters: ${notAmong('cluster', named, names)}`, fix: SETTING }
  }
  for (const cluster of snapshot.clusters) {
    const { scheduler, policy, problems } = schedulers.of(cluster, indexSnapshot(snapshot))
    for (const problem of problems)
      yield { state: 'warning', what: `cluster ${cluster.name}: ${problem}`, fix: SETTING }
    const { id } = scheduler.scheduler
    if (problems.length === 0)
      yield { state: 'ok', what: `cluster ${cluster.name} has the scheduler ${id} (${policy})` }
  }
}
