import type { Cluster } from '../../shared/model/cluster.ts'
import { MOST_CURRENT } from '../apply/most-current.ts'
import type { Applier, Recommendations } from '../apply/services.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Metrics } from '../telemetry/metrics.ts'

type Deps = Readonly<{
  metrics: Pick<Metrics, 'countRecommendations' | 'countRuns'>
  recommendations: Pick<Recommendations, 'count'>
  applier: Pick<Applier, 'listRuns'>
  snapshots: Pick<SnapshotSource, 'current'>
}>

/** What is of a cluster that the engine has not, or has not been read yet. */
const UNKNOWN = 'unknown'

/** Has the metrics count what is open or under way, not the past. Every cluster is told, also with 0: what vanishes is no 0. */
export function countCurrent({ metrics, recommendations, applier, snapshots }: Deps): void {
  const clusters = (): readonly Pick<Cluster, 'id' | 'name'>[] => snapshots.current().snapshot?.clusters ?? []

  metrics.countRecommendations(async () => {
    const counts = await recommendations.count(['open', 'applying'])
    return byCluster(
      clusters(),
      ['open', 'applying'],
      counts.map(({ clusterId, ...count }) => ({ ...count, id: clusterId })),
    )
  })
  metrics.countRuns(async () => {
    const states = ['waiting', 'running'] as const
    const lists = await Promise.all(states.map(state => applier.listRuns({ state, limit: MOST_CURRENT })))
    const each = lists.flat().map(({ cluster, state }) => ({ id: cluster.id, state, count: 1 }))
    return byCluster(clusters(), states, each)
  })
}

type Count = Readonly<{ id: string; state: string; count: number }>

function byCluster(
  clusters: readonly Pick<Cluster, 'id' | 'name'>[],
  states: readonly string[],
  counts: readonly Count[],
) {
  const known = new Set(clusters.map(({ id }) => id))
  const told = [
    ...clusters.map(({ id, name }) => ({ cluster: name, isOf: (other: string) => other === id })),
    // Without it nothing at all would be told before the first read.
    ...(clusters.length === 0 || counts.some(({ id }) => !known.has(id))
      ? [{ cluster: UNKNOWN, isOf: (other: string) => !known.has(other) }]
      : []),
  ]
  return told.flatMap(({ cluster, isOf }) =>
    states.map(state => ({
      cluster,
      state,
      count: counts.reduce((sum, each) => (each.state === state && isOf(each.id) ? sum + each.count : sum), 0),
    })),
  )
}
