import { expect, it } from 'vitest'
import { clusterSeries } from './cluster-series.ts'

const aMetric = () => {
  const removed: object[] = []
  return { removed, remove: (labels: object) => void removed.push(labels) }
}

it('clusterSeries removes the series of clusters that are gone, each once and no other', () => {
  const series = clusterSeries()
  const [steps, runs] = [aMetric(), aMetric()]
  for (const outcome of ['done', 'failed', 'done']) series.note(steps, { cluster: 'Old', outcome })
  series.note(runs, { cluster: 'Old', outcome: 'done' })
  series.note(steps, { cluster: 'Prod', outcome: 'done' })
  series.keepOnly(new Set(['Prod', 'New']))
  expect(steps.removed).toEqual([
    { cluster: 'Old', outcome: 'done' },
    { cluster: 'Old', outcome: 'failed' },
  ])
  expect(runs.removed).toEqual([{ cluster: 'Old', outcome: 'done' }])
  series.keepOnly(new Set(['Prod']))
  expect(runs.removed).toHaveLength(1)
})

it('clusterSeries counts clusters beyond its bound together, and has room again for those that come after others have gone', () => {
  const series = clusterSeries(2)
  const metric = aMetric()
  const counted = (cluster: string) => series.note(metric, { cluster }).cluster
  expect(['a', 'b', 'c', 'a'].map(counted)).toEqual(['a', 'b', 'other', 'a'])
  series.keepOnly(new Set(['a']))
  expect(counted('c')).toBe('c')
})
