import { Gauge, type Registry } from 'prom-client'
import type { ClusterSeries } from './cluster-series.ts'

/** How one cluster stood when the engine was last read. A figure that nobody measured is absent. */
export type ClusterFigures = Readonly<{
  cluster: string
  score?: number | undefined
  imbalance: Readonly<{ memoryPercent?: number | undefined; cpuPercent?: number | undefined }>
  hostsBeyondLimits?: number | undefined
}>

export type ClusterMetrics = Readonly<{
  /** All clusters that the engine has now: nothing is told any more of those that it has not. */
  clustersRead(clusters: readonly ClusterFigures[]): void
}>

export function clusterMetrics(registry: Registry, series: ClusterSeries): ClusterMetrics {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name: `ovirt_scheduler_cluster_${name}`, help, labelNames, registers: [registry] })
  const score = gauge('score', 'How even a cluster is and how much room its hosts have; 100: as good as can be', [
    'cluster',
  ])
  const imbalance = gauge(
    'imbalance_percent',
    'Standard deviation of use over the hosts of a cluster that are up, in percent points',
    ['cluster', 'resource'],
  )
  const beyond = gauge('hosts_beyond_limits', 'Hosts that plans would relieve', ['cluster'])
  return {
    clustersRead(clusters) {
      series.keepOnly(new Set(clusters.map(({ cluster }) => cluster)))
      for (const each of [score, imbalance, beyond]) each.reset()
      for (const { cluster, imbalance: deviation, ...figures } of clusters) {
        if (figures.score !== undefined) score.set({ cluster }, figures.score)
        if (figures.hostsBeyondLimits !== undefined) beyond.set({ cluster }, figures.hostsBeyondLimits)
        const { memoryPercent, cpuPercent } = deviation
        if (memoryPercent !== undefined) imbalance.set({ cluster, resource: 'memory' }, memoryPercent)
        if (cpuPercent !== undefined) imbalance.set({ cluster, resource: 'cpu' }, cpuPercent)
      }
    },
  }
}
