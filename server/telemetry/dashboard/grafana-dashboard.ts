import type { Panel } from './panel.ts'
import { rowsOfDoors } from './rows-of-doors.ts'
import { rowsOfWork } from './rows-of-work.ts'

const [WIDTH, HEIGHT] = [24, 8]
/** The version of the dashboard format: Grafana brings older ones up to date, so any from 9 on can load it. */
const SCHEMA_VERSION = 37
const datasource = { type: 'prometheus', uid: `\${datasource}` } as const

/** A dashboard for Grafana over all that `/metrics` tells, to be imported there as JSON. Data source, job, engine and cluster are chosen above it. */
export function grafanaDashboard(): Readonly<Record<string, unknown>> {
  return {
    uid: 'ovirt-scheduler',
    title: 'ovirt-scheduler',
    description: 'Decisions, moves, hosts and doors of the scheduler for oVirt.',
    tags: ['ovirt'],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: { list: [datasourceVariable, ...chosen] },
    annotations: { list: [] },
    panels: panels(),
  }
}

const datasourceVariable = { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }

/** A label of the series by which they are chosen, within what those before it leave. All is also what has no such label. */
const labelVariable = (name: string, label: string, within: string) => ({
  name,
  label,
  type: 'query',
  datasource,
  query: { query: `label_values(ovirt_scheduler_recommendations${within}, ${name})`, refId: name },
  refresh: 2,
  includeAll: true,
  allValue: '.*',
  multi: true,
  current: { text: 'All', value: '$__all' },
})

const chosen = [
  labelVariable('job', 'Job', ''),
  labelVariable('engine', 'Engine', '{job=~"$job"}'),
  labelVariable('cluster', 'Cluster', '{job=~"$job",engine=~"$engine"}'),
]

/** Rows from top to bottom, up to three panels side by side; ids count from 1. */
function panels(): object[] {
  let id = 0
  let y = 0
  return [...rowsOfWork, ...rowsOfDoors].flatMap(({ title, panels }) => {
    const head = {
      id: ++id,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y: y++, w: WIDTH, h: 1 },
    }
    const perLine = panels.length === 4 ? 4 : 3
    const w = WIDTH / perLine
    const below = panels.map((panel, at) => {
      const place = { x: (at % perLine) * w, y: y + Math.floor(at / perLine) * HEIGHT, w, h: HEIGHT }
      return { id: ++id, ...toGrafana(panel), gridPos: place }
    })
    y += Math.ceil(panels.length / perLine) * HEIGHT
    return [head, ...below]
  })
}

const toGrafana = ({ title, description, unit, type, queries }: Panel) => ({
  type,
  title,
  description,
  datasource,
  targets: queries.map(([expr, legendFormat], at) => ({
    refId: String.fromCharCode(65 + at),
    datasource,
    expr,
    legendFormat,
  })),
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  options:
    type === 'stat' ? { reduceOptions: { calcs: ['lastNotNull'] } } : { tooltip: { mode: 'multi', sort: 'desc' } },
})
