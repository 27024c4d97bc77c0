import { describe, expect, it } from 'vitest'
import { createMetrics, joinedMetrics, processMetrics } from '../metrics.ts'
import { grafanaDashboard } from './grafana-dashboard.ts'
import { metricsIn } from './metrics-in.ts'

type Place = Readonly<{ x: number; y: number; w: number; h: number }>
type Panel = Readonly<{
  id: number
  type: string
  title: string
  gridPos: Place
  datasource?: unknown
  targets?: readonly Readonly<{ refId: string; expr: string; datasource: unknown }>[]
}>
// As Grafana gets it.
const dashboard = JSON.parse(JSON.stringify(grafanaDashboard())) as {
  panels: readonly Panel[]
  templating: { list: readonly Readonly<{ name: string; type: string }>[] }
}
const shown = dashboard.panels.filter(({ type }) => type !== 'row')

/** What histograms are queried by. */
const nameOf = (series: string) => series.replace(/_(bucket|count|sum)$/, '')

describe('grafanaDashboard', () => {
  it('has what Grafana needs to load it', () => {
    expect(dashboard).toMatchObject({ uid: 'ovirt-scheduler', title: 'ovirt-scheduler', schemaVersion: 37 })
    expect(dashboard.templating.list).toMatchObject([
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      { name: 'job', type: 'query' },
      { name: 'engine', type: 'query', allValue: '.*' },
      { name: 'cluster', type: 'query', allValue: '.*' },
    ])
    for (const { title, targets = [], datasource } of shown) {
      const chosen = { type: 'prometheus', uid: `\${datasource}` }
      expect(targets.length, title).toBeGreaterThan(0)
      expect([datasource, ...targets.map(target => target.datasource)], title).toEqual([
        chosen,
        ...targets.map(() => chosen),
      ])
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length)
    }
  })

  it('gives each panel an id and a place of its own', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  it('asks for nothing but what the service tells, and shows all of that', async () => {
    const { text } = await joinedMetrics([processMetrics(), createMetrics({ now: () => 0 })]).expose()
    const told = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name)
    const asked = new Set(
      shown.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))).map(nameOf),
    )
    expect([...asked].filter(name => !told.includes(name))).toEqual([])
    expect(told.filter(name => name.startsWith('ovirt_') && !asked.has(name))).toEqual([])
  })

  it('asks by engine for whatever is of one, and by cluster where the figure has one', async () => {
    const metrics = createMetrics({ now: () => 0, engine: 'berlin' })
    const cluster = 'Prod'
    const count = { cluster, state: 'x', count: 1 }
    for (const take of [metrics.countRecommendations, metrics.countRuns, metrics.countHosts]) take(async () => [count])
    metrics.clustersRead([{ cluster, score: 1, imbalance: { memoryPercent: 1 }, hostsBeyondLimits: 1 }])
    metrics.advised({ cluster, outcome: 'nothing', durationMs: 1 })
    metrics.planned({ cluster, objective: 'balance', outcome: 'moves', durationMs: 1 })
    metrics.dutyDone({ cluster, duty: 'plan', outcome: 'ok', durationMs: 1 })
    metrics.runEnded({ cluster, outcome: 'done', durationMs: 1 })
    metrics.stepEnded({ cluster, outcome: 'done', durationMs: 1 })
    metrics.xmlrpcCall({ cluster, method: 'm', outcome: 'ok', durationMs: 1 })
    const { text } = await metrics.expose()
    const labelled = new Set([...text.matchAll(/^(\w+)\{.*cluster=/gm)].map(([, name = '']) => nameOf(name)))
    for (const { title, targets = [] } of shown) {
      for (const { expr } of targets.filter(({ expr }) => expr.includes('ovirt_'))) {
        expect(expr, title).toContain('engine=~"$engine"')
        const name = nameOf(metricsIn(expr)[0] ?? '')
        expect(expr.includes('cluster=~"$cluster"'), `${title}: ${name}`).toBe(labelled.has(name))
      }
    }
    expect(labelled.size).toBe(12)
  })
})
