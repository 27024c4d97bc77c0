import { Histogram, type Registry } from 'prom-client'
import { CALL_SECONDS, seconds } from './buckets.ts'

/** What is written down. */
export type StoreMetrics = Readonly<{
  /** `outcome`: ok, or the code of the problem. */
  storeWrite(write: Readonly<{ operation: string; outcome: string; durationMs: number }>): void
}>

export function storeMetrics(registry: Registry): StoreMetrics {
  const writes = new Histogram({
    name: 'ovirt_scheduler_store_write_duration_seconds',
    help: 'Time until a write to the store was on the disk, by outcome: ok, or the code of the problem',
    labelNames: ['operation', 'outcome'] as const,
    buckets: CALL_SECONDS,
    registers: [registry],
  })
  return { storeWrite: ({ durationMs, ...labels }) => writes.observe(labels, seconds(durationMs)) }
}
