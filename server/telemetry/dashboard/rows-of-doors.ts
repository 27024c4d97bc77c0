import { counts, duration, increase, of, type Row, rate, total } from './panel.ts'

/** What the service depends on and who calls it, door by door. */
export const rowsOfDoors: readonly Row[] = [
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
