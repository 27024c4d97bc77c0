import { describe, expect, it } from 'vitest'
import { aClusterDetail } from '../hosts/cluster-samples.ts'
import { hottestOf, summarise } from './cluster-health.ts'

describe('summarise', () => {
  it('counts a cluster as within limits by its hosts, whatever is recommended there', () => {
    const { hostsBeyondLimits: _, ...unknown } = aClusterDetail()
    const clusters = [aClusterDetail({ openRecommendations: 2 }), aClusterDetail({ hostsBeyondLimits: 1 }), unknown]
    expect(summarise(clusters)).toEqual({ within: 1, unknown: 1, clusters: 3, open: 2 })
  })
})

describe('hottestOf', () => {
  const hottest = (what: 'memory' | 'cpu', percent: number) =>
    aClusterDetail({ hottest: { host: { id: 'h', name: `${what} ${percent}` }, what, percent } })

  it('is the one nearest to its own limit', () =>
    expect(hottestOf([hottest('memory', 82), hottest('cpu', 76)])?.hottest?.what).toBe('cpu'))

  it('is none where nothing is measured', () => {
    const { hottest: _, ...unknown } = aClusterDetail()
    expect(hottestOf([unknown])).toBeUndefined()
  })
})
