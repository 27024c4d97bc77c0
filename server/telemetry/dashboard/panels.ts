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
function of(name: string, labels = ''): string {
  const chosen = ['job', 'engine', ...(ofClusters.test(name) ? ['cluster'] : [])].map(label => `${label}=~"$${label}"`)
  return `ovirt_scheduler_${name}{${[...chosen, ...(labels === '' ? [] : [labels])].join(',')}}`
}
const total = (name: string, by: string) => `sum by (${by}) (${of(name)})`
const rate = (name: string, by: string, labels = '') => `sum by (${by}) (rate(${of(name, labels)}[$__rate_interval]))`
const increase = (name: string, by: string, labels = '') =>
  `sum by (${by}) (increase(${of(name, labels)}[$__rate_interval]))`
const quantile = (share: number, name: string, by: string) =>
  `histogram_quantile(${share}, sum by (le, ${by}) (rate(${of(`${name}_bucket`)}[$__rate_interval])))`

const duration = (title: string, description: string, name: string, by: string): Panel => ({
  title,
  description,
  unit: 's',
  type: 'timeseries',
  queries: [[quantile(0.95, name, by), legendOf(by)]],
})

const counts = (title: string, description: string, name: string, by: string, labels = ''): Panel => ({
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

/** The whole dashboard, top to bottom: first what to look at when somebody calls, then door by door. */
export const rows: readonly Row[] = [
  {
    title: 'At a glance',
    panels: [
      {
        title: 'Age of the snapshot',
        description: 'Above a few minutes: the engine does not answer, and nothing is recommended or moved.',
        unit: 's',
        type: 'stat',
        queries: [[of('snapshot_age_seconds'), '{{engine}} {{instance}}']],
      },
      {
        title: 'Recommendations',
        description: 'Open ones wait for a person or for automatic mode.',
        unit: 'short',
        type: 'stat',
        queries: [[total('recommendations', 'state'), '{{state}}']],
      },
      {
        title: 'Runs',
        description: 'Waiting ones are held up by limits or by what the gate objects to.',
        unit: 'short',
        type: 'stat',
        queries: [[total('runs', 'state'), '{{state}}']],
      },
      {
        title: 'Hosts',
        description: 'How hosts are connected to the service itself.',
        unit: 'short',
        type: 'stat',
        queries: [[total('hosts', 'state'), '{{state}}']],
      },
    ],
  },
  {
    title: 'Clusters',
    panels: [
      {
        title: 'Score',
        description: 'How even a cluster is and how much room its hosts have. 100: as good as can be.',
        unit: 'short',
        type: 'timeseries',
        queries: [[of('cluster_score'), '{{engine}} {{cluster}}']],
      },
      {
        title: 'Uneven use',
        description: 'Standard deviation over the hosts that are up, in percent points. Above 10: worth a look.',
        unit: 'percent',
        type: 'timeseries',
        queries: [[of('cluster_imbalance_percent'), '{{engine}} {{cluster}} {{resource}}']],
      },
      {
        title: 'Hosts beyond their limits',
        description: 'Plans would relieve them: planner.memoryLimit, planner.cpuLimit.',
        unit: 'short',
        type: 'timeseries',
        queries: [[of('cluster_hosts_beyond_limits'), '{{engine}} {{cluster}}']],
      },
      {
        title: 'Recommendations by cluster',
        description: 'Open ones, and those that are carried out.',
        unit: 'short',
        type: 'timeseries',
        queries: [[total('recommendations', 'engine, cluster'), '{{engine}} {{cluster}}']],
      },
      counts(
        'Moves by cluster',
        'Migrations that ended, however they did.',
        'step_duration_seconds_count',
        'engine, cluster',
      ),
      counts(
        'XML-RPC by cluster',
        'Calls of the engine; without a name: those that are about none, such as discover.',
        'xmlrpc_call_duration_seconds_count',
        'engine, cluster',
      ),
    ],
  },
  {
    title: 'Decisions',
    panels: [
      counts('Clusters advised on', 'failed: see the log.', 'advice_duration_seconds_count', 'outcome'),
      duration(
        'Time to advise a cluster (p95)',
        'Includes site units and schedulers.',
        'advice_duration_seconds',
        'outcome',
      ),
      counts(
        'Plans',
        'By what they were for and what came of it.',
        'plan_duration_seconds_count',
        'objective, outcome',
      ),
      duration(
        'Time of a plan (p95)',
        'About planner.seconds in a large cluster.',
        'plan_duration_seconds',
        'objective',
      ),
      counts(
        'Duties',
        'What the service does by itself; failed ones are tried again.',
        'duty_duration_seconds_count',
        'duty, outcome',
      ),
      duration('Time of a duty (p95)', 'One duty in one cluster.', 'duty_duration_seconds', 'duty'),
    ],
  },
  {
    title: 'Moves',
    panels: [
      counts('Steps', 'Migrations by how they ended.', 'step_duration_seconds_count', 'outcome'),
      duration(
        'Time of a step (p95)',
        'From asking the engine to the end of the migration.',
        'step_duration_seconds',
        'outcome',
      ),
      counts(
        'Runs that ended',
        'A run is a recommendation that is carried out.',
        'run_duration_seconds_count',
        'outcome',
      ),
      counts('Turned down by the gate', 'Why moves were not begun, or had to wait.', 'gate_refusals_total', 'code'),
    ],
  },
  {
    title: 'Hosts',
    panels: [
      counts('Rounds of tuning', 'Policy and balancers of one host.', 'tuning_round_duration_seconds_count', 'outcome'),
      duration('Time of a round (p95)', 'The changes included.', 'tuning_round_duration_seconds', 'outcome'),
      counts('Changes of hosts and VMs', 'By knob and what became of them.', 'knob_changes_total', 'knob, outcome'),
      counts(
        'Reads of hosts',
        'By outcome: ok, or the code of the problem.',
        'host_sample_duration_seconds_count',
        'outcome',
      ),
      {
        title: 'Turns skipped',
        description:
          'Hosts that had not answered when it was their turn again: hosts.sampleInterval is too short for them.',
        unit: 'short',
        type: 'timeseries',
        queries: [[increase('host_samples_skipped_total', 'job'), 'skipped']],
      },
      {
        title: 'Age of the oldest reading',
        description: 'Of all hosts that should be read.',
        unit: 's',
        type: 'timeseries',
        queries: [[of('host_reading_age_seconds'), '{{engine}} {{instance}}']],
      },
    ],
  },
  {
    title: 'Engine',
    panels: [
      counts(
        'Requests',
        'By HTTP status, or the code of the problem.',
        'engine_request_duration_seconds_count',
        'method, outcome',
      ),
      duration(
        'Time of a request (p95)',
        'Of each single request, the login included.',
        'engine_request_duration_seconds',
        'method',
      ),
      counts('Reads of the whole engine', 'ok, or the code of the problem.', 'snapshot_reads_total', 'outcome'),
      {
        title: 'Last read',
        description: 'Time that it took.',
        unit: 's',
        type: 'timeseries',
        queries: [[of('snapshot_duration_seconds'), '{{engine}} {{instance}}']],
      },
      {
        title: 'Requests of the last read',
        description: 'Grows with the number of clusters, hosts and VMs.',
        unit: 'short',
        type: 'timeseries',
        queries: [[of('snapshot_requests'), '{{engine}} {{instance}}']],
      },
    ],
  },
  {
    title: 'Doors',
    panels: [
      duration(
        'XML-RPC (p95)',
        'The engine waits for these when it places a VM.',
        'xmlrpc_call_duration_seconds',
        'method',
      ),
      counts(
        'XML-RPC that failed',
        'The engine goes on without us.',
        'xmlrpc_call_duration_seconds_count',
        'method, outcome',
        'outcome!="ok"',
      ),
      duration('Policy units (p95)', 'By unit and function.', 'unit_call_duration_seconds', 'unit, function'),
      counts(
        'Policy units that failed',
        'Too many send a unit to quarantine.',
        'unit_call_duration_seconds_count',
        'unit, outcome',
        'outcome!="ok"',
      ),
      {
        title: 'REST requests',
        description: 'By status.',
        unit: 'reqps',
        type: 'timeseries',
        queries: [[rate('http_request_duration_seconds_count', 'status'), '{{status}}']],
      },
      duration('REST (p95)', 'By route.', 'http_request_duration_seconds', 'route'),
      counts(
        'REST errors',
        'unauthenticated: logins that failed. too-many-requests: callers that were slowed down.',
        'http_errors_total',
        'code',
      ),
      {
        title: 'Live event streams',
        description: 'About one for each portal page that is open, and those dropped because the client did not read.',
        unit: 'short',
        type: 'timeseries',
        queries: [
          [total('live_clients', 'engine'), '{{engine}} open'],
          [increase('live_clients_dropped_total', 'engine'), '{{engine}} dropped'],
        ],
      },
    ],
  },
  {
    title: 'Store and process',
    panels: [
      counts(
        'Writes',
        'By what was written and whether it reached the disk.',
        'store_write_duration_seconds_count',
        'operation, outcome',
      ),
      duration(
        'Time of a write (p95)',
        'Until it is on the disk. Slow disks show here first.',
        'store_write_duration_seconds',
        'operation',
      ),
      {
        title: 'Memory',
        description: 'Resident memory of the service.',
        unit: 'bytes',
        type: 'timeseries',
        queries: [['process_resident_memory_bytes{job=~"$job"}', '{{instance}}']],
      },
      {
        title: 'Event loop lag',
        description: 'How late work begins; above 0.1 s the service is overloaded.',
        unit: 's',
        type: 'timeseries',
        queries: [['nodejs_eventloop_lag_p99_seconds{job=~"$job"}', '{{instance}}']],
      },
    ],
  },
]
