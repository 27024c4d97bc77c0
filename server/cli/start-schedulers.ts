import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/settings.ts'
import { type ClusterSchedulers, parseClusterSchedulers } from '../runtime/schedulers/cluster-schedulers.ts'
import { createSchedulers } from '../runtime/schedulers/create-schedulers.ts'
import { builtInScheduler, type LoadedScheduler } from '../runtime/schedulers/loaded-scheduler.ts'
import type { Schedulers } from '../runtime/schedulers/schedulers.ts'
import { createDefaultScheduler } from '../scheduling/default-scheduler/default-scheduler.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import { versionInfo } from './version-info.ts'

/** Which cluster has which scheduler. Throws ConfigError. */
export function readClusterSchedulers(config: Config): ClusterSchedulers {
  const { clusters, problems } = parseClusterSchedulers(config['schedulers.clusters'])
  if (problems.length > 0) throw new ConfigError(problems)
  return clusters
}

export type SchedulerSources = Readonly<{
  clusters: ClusterSchedulers
  siteSchedulers: () => readonly LoadedScheduler[]
  watched: () => WatchedHosts
}>

/** The default scheduler and those of the site. */
export function startSchedulers(config: Config, { clusters, siteSchedulers, watched }: SchedulerSources): Schedulers {
  const byDefault = createDefaultScheduler({
    version: versionInfo.version,
    watched,
    onUnknown: config['scheduling.unknownFacts'],
  })
  return createSchedulers({
    byDefault: builtInScheduler(byDefault),
    siteSchedulers,
    clusters,
    quarantineAfter: config['units.quarantineAfter'],
    elapsedMs: () => performance.now(),
    now: Date.now,
  })
}
