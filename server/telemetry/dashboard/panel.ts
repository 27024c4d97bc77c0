/** One panel of the dashboard. A query is PromQL; `$job`, `$engine` and `$cluster` are what the operator chose above the panels. */
export type Panel = Readonly<{
  title: string
  /** What it means, and what to do when it looks bad. */
  description: string
  /** Unit by Grafana's name. */
  unit: 's' | 'reqps' | 'ops' | 'short' | 'bytes' | 'percentunit' | 'percent'
  type: 'timeseries' | 'stat'
  /** Query and the name of its series in the legend. */
  queries: readonly (readonly [expression: string, legend: string])[]
}>

/** A row of the dashboard: its panels stand side by side. */
export type Row = Readonly<{ title: string; panels: readonly Panel[] }>

/** Those that say which cluster they are of, where that is known. */
const ofClusters =
  /^(recommendations|runs|hosts|cluster_\w+|(advice|plan|duty|run|step|xmlrpc_call)_duration_seconds\w*)$/

/** What is not about a cluster is shown whichever one is chosen. */
export function of(name: string, labels = ''): string {
  const chosen = ['job', 'engine', ...(ofClusters.test(name) ? ['cluster'] : [])].map(label => `${label}=~"$${label}"`)
  return `ovirt_scheduler_${name}{${[...chosen, ...(labels === '' ? [] : [labels])].join(',')}}`
}
export const total = (name: string, by: string) => `sum by (${by}) (${of(name)})`
export const rate = (name: string, by: string, labels = '') =>
  `sum by (${by}) (rate(${of(name, labels)}[$__rate_interval]))`
export const increase = (name: string, by: string, labels = '') =>
  `sum by (${by}) (increase(${of(name, labels)}[$__rate_interval]))`
export const quantile = (share: number, name: string, by: string) =>
  `histogram_quantile(${share}, sum by (le, ${by}) (rate(${of(`${name}_bucket`)}[$__rate_interval])))`

export const duration = (title: string, description: string, name: string, by: string): Panel => ({
  title,
  description,
  unit: 's',
  type: 'timeseries',
  queries: [[quantile(0.95, name, by), legendOf(by)]],
})

export const counts = (title: string, description: string, name: string, by: string, labels = ''): Panel => ({
  title,
  description,
  unit: 'short',
  type: 'timeseries',
  queries: [[increase(name, by, labels), legendOf(by)]],
})

const legendOf = (by: string): string =>
  by
    .split(', ')
    .map(label => `{{${label}}}`)
    .join(' ')
