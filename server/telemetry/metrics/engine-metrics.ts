import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { REQUEST_SECONDS, seconds } from './buckets.ts'

/** What we ask the engine. */
export type EngineMetrics = Readonly<{
  /** `outcome`: the HTTP status, or the code of the problem where there was no reply. */
  engineRequest(request: Readonly<{ method: string; outcome: string; durationMs: number }>): void
  snapshotRead(read: Readonly<{ takenAtMs: number; durationMs: number; requests: number }>): void
  snapshotFailed(code: string): void
}>

/** `now` in ms dates the snapshot. */
export function engineMetrics(registry: Registry, now: () => number): EngineMetrics {
  const registers = [registry]
  const requests = new Histogram({
    name: 'ovirt_scheduler_engine_request_duration_seconds',
    help: 'Time that one request to the engine took, by outcome: the HTTP status, or the code of the problem',
    labelNames: ['method', 'outcome'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  })
  const readSeconds = new Gauge({
    name: 'ovirt_scheduler_snapshot_duration_seconds',
    help: 'Time that the last successful read of the engine took',
    registers,
  })
  const readRequests = new Gauge({
    name: 'ovirt_scheduler_snapshot_requests',
    help: 'Requests that the last successful read of the engine needed',
    registers,
  })
  const reads = new Counter({
    name: 'ovirt_scheduler_snapshot_reads_total',
    help: 'Reads of the engine by outcome: ok, or the code of the problem',
    labelNames: ['outcome'] as const,
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
  // prom-client starts a gauge at 0; before the first read these are not known.
  readSeconds.remove()
  readRequests.remove()
  return {
    engineRequest: ({ durationMs, ...labels }) => requests.observe(labels, seconds(durationMs)),
    snapshotRead(read) {
      takenAtMs = read.takenAtMs
      readSeconds.set(seconds(read.durationMs))
      readRequests.set(read.requests)
      reads.inc({ outcome: 'ok' })
    },
    snapshotFailed: code => reads.inc({ outcome: code }),
  }
}
