import { OTHER } from './bounded-label.ts'

type Labels = Readonly<{ cluster: string }> & Readonly<Record<string, string>>
type Removable = Readonly<{ remove(labels: Labels): void }>

/** Series that count events of single clusters: of so many clusters at most, and not of those that are gone. */
export type ClusterSeries = Readonly<{
  /** The labels to count with. Remembers that the metric has a series with them. */
  note<L extends Labels>(metric: Removable, labels: L): L
  /** Removes the series of all other clusters. */
  keepOnly(clusters: ReadonlySet<string>): void
}>

/** Clusters beyond `most` are counted together: a histogram has a dozen series for each. */
export function clusterSeries(most = 200): ClusterSeries {
  /** Cluster → metric → its label sets, by their text. */
  const known = new Map<string, Map<Removable, Map<string, Labels>>>()
  return {
    note(metric, labels) {
      const { cluster } = labels
      if (!known.has(cluster) && known.size >= most) return { ...labels, cluster: OTHER }
      const metrics = known.get(cluster) ?? new Map<Removable, Map<string, Labels>>()
      const sets = metrics.get(metric) ?? new Map<string, Labels>()
      known.set(cluster, metrics.set(metric, sets.set(Object.values(labels).join('\n'), labels)))
      return labels
    },
    keepOnly(clusters) {
      for (const [cluster, metrics] of known) {
        if (clusters.has(cluster)) continue
        for (const [metric, sets] of metrics) for (const labels of sets.values()) metric.remove(labels)
        known.delete(cluster)
      }
    },
  }
}
