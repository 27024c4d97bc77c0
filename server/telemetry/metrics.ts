import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** State → how many are in it now. */
export type StateCounts = Readonly<Record<string, number>>

export type Metrics = Readonly<{
  /** The exposition text and its content type. */
  expose(): Promise<Readonly<{ contentType: string; text: string }>>
  /** `route`: the pattern, never the path itself, so that the number of series stays bounded. */
  httpRequest(request: Readonly<{ method: string; route: string; status: number; durationMs: number }>): void
  xmlrpcCall(call: Readonly<{ method: string; outcome: 'ok' | 'fault' | 'failed'; durationMs: number }>): void
  unitCall(call: Readonly<{ unitId: string; function: string; result: string; durationMs: number }>): void
  snapshotRead(read: Readonly<{ takenAtMs: number; durationMs: number; requests: number }>): void
  snapshotFailed(code: string): void
  liveClients(count: number): void
  liveClientDropped(): void
  /** `outcome`: ok, or the code of the problem. */
  hostSampled(sample: Readonly<{ outcome: string; durationMs: number }>): void
  hostSampleSkipped(): void
  /** When the oldest reading of a host that should be read was taken; undefined: there is none. */
  oldestHostReading(read: () => number | undefined): void
  /** Asked on every scrape; the last reader given wins. */
  countRecommendations(read: () => Promise<StateCounts>): void
  countRuns(read: () => Promise<StateCounts>): void
  countHosts(read: () => Promise<StateCounts>): void
}>

export type MetricsOptions = Readonly<{ now: () => number; withNodeFigures?: boolean }>

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
// A filter call must answer within the engine's patience, and mostly takes well under a millisecond.
const CALL_SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

const seconds = (ms: number) => ms / 1000

/** The process's one registry. `now` in ms dates the snapshot. `withNodeFigures` adds memory, event loop and GC. */
export function createMetrics({ now, withNodeFigures = false }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (withNodeFigures) collectDefaultMetrics({ register: registry })
  const http = new Histogram({
    name: 'ovirt_scheduler_http_request_duration_seconds',
    help: 'Time to answer a REST request',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  })
  const xmlrpc = new Histogram({
    name: 'ovirt_scheduler_xmlrpc_call_duration_seconds',
    help: 'Time to answer an XML-RPC call of the engine',
    labelNames: ['method', 'outcome'] as const,
    buckets: CALL_SECONDS,
    registers,
  })
  const unit = new Histogram({
    name: 'ovirt_scheduler_unit_call_duration_seconds',
    help: 'Time that one call of a policy unit took',
    labelNames: ['unit', 'function', 'outcome'] as const,
    buckets: CALL_SECONDS,
    registers,
  })
  const snapshotSeconds = new Gauge({
    name: 'ovirt_scheduler_snapshot_duration_seconds',
    help: 'Time that the last successful read of the engine took',
    registers,
  })
  const snapshotRequests = new Gauge({
    name: 'ovirt_scheduler_snapshot_requests',
    help: 'Requests that the last successful read of the engine needed',
    registers,
  })
  const snapshotReads = new Counter({
    name: 'ovirt_scheduler_snapshot_reads_total',
    help: 'Reads of the engine by outcome: ok, or the code of the problem',
    labelNames: ['outcome'] as const,
    registers,
  })
  const clients = new Gauge({
    name: 'ovirt_scheduler_live_clients',
    help: 'Open live event streams',
    registers,
  })
  const dropped = new Counter({
    name: 'ovirt_scheduler_live_clients_dropped_total',
    help: 'Live event streams ended because the client did not read',
    registers,
  })
  const hostSample = new Histogram({
    name: 'ovirt_scheduler_host_sample_duration_seconds',
    help: 'Time to read a host and its VMs, by outcome: ok, or the code of the problem',
    labelNames: ['outcome'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  })
  const hostSkipped = new Counter({
    name: 'ovirt_scheduler_host_samples_skipped_total',
    help: 'Turns of hosts that had not answered the time before',
    registers,
  })
  let takenAtMs: number | undefined
  new Gauge({
    name: 'ovirt_scheduler_snapshot_age_seconds',
    help: 'Age of the newest snapshot; absent before the first',
    registers,
    collect() {
      if (takenAtMs === undefined) this.remove()
      else this.set(seconds(now() - takenAtMs))
    },
  })
  let readOldest: () => number | undefined = () => undefined
  new Gauge({
    name: 'ovirt_scheduler_host_reading_age_seconds',
    help: 'Age of the oldest reading among the hosts that are connected to or should be; absent: none has been read',
    registers,
    collect() {
      const oldestAtMs = readOldest()
      if (oldestAtMs === undefined) this.remove()
      else this.set(seconds(now() - oldestAtMs))
    },
  })
  // prom-client starts a gauge at 0; before the first read these are not known.
  snapshotSeconds.remove()
  snapshotRequests.remove()
  const recommendations = stateGauge(registry, 'ovirt_scheduler_recommendations', 'Recommendations by state')
  const runs = stateGauge(registry, 'ovirt_scheduler_runs', 'Runs by state')
  const hosts = stateGauge(registry, 'ovirt_scheduler_hosts', 'Hosts by how they are connected to us themselves')

  return {
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    httpRequest: ({ durationMs, ...labels }) => http.observe(labels, seconds(durationMs)),
    xmlrpcCall: ({ durationMs, ...labels }) => xmlrpc.observe(labels, seconds(durationMs)),
    unitCall: call =>
      unit.observe({ unit: call.unitId, function: call.function, outcome: call.result }, seconds(call.durationMs)),
    snapshotRead(read) {
      takenAtMs = read.takenAtMs
      snapshotSeconds.set(seconds(read.durationMs))
      snapshotRequests.set(read.requests)
      snapshotReads.inc({ outcome: 'ok' })
    },
    snapshotFailed: code => snapshotReads.inc({ outcome: code }),
    liveClients: count => clients.set(count),
    liveClientDropped: () => dropped.inc(),
    hostSampled: ({ outcome, durationMs }) => hostSample.observe({ outcome }, seconds(durationMs)),
    hostSampleSkipped: () => hostSkipped.inc(),
    oldestHostReading(read) {
      readOldest = read
    },
    countRecommendations: recommendations,
    countRuns: runs,
    countHosts: hosts,
  }
}

/** A gauge by state whose figures are read when somebody asks; returns where the reader is given. */
function stateGauge(registry: Registry, name: string, help: string): (read: () => Promise<StateCounts>) => void {
  let read: () => Promise<StateCounts> = async () => ({})
  new Gauge({
    name,
    help,
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const counts = await read()
      this.reset()
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
    },
  })
  return given => {
    read = given
  }
}
