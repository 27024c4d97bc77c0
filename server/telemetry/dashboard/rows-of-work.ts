import { counts, duration, of, type Row, total } from './panel.ts'

/** What the service decides and does, cluster by cluster: what to look at when somebody calls. */
export const rowsOfWork: readonly Row[] = [
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
]
