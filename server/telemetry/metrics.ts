import { collectDefaultMetrics, Registry } from 'prom-client'
import { type DecisionMetrics, decisionMetrics } from './metrics/decision-metrics.ts'
import { type EngineMetrics, engineMetrics } from './metrics/engine-metrics.ts'
import { type HostMetrics, hostMetrics } from './metrics/host-metrics.ts'
import { type RestMetrics, restMetrics } from './metrics/rest-metrics.ts'
import { type StoreMetrics, storeMetrics } from './metrics/store-metrics.ts'
import { type UnitMetrics, unitMetrics } from './metrics/unit-metrics.ts'

export type Metrics = RestMetrics &
  UnitMetrics &
  EngineMetrics &
  DecisionMetrics &
  HostMetrics &
  StoreMetrics &
  Readonly<{
    /** The exposition text and its content type. */
    expose(): Promise<Readonly<{ contentType: string; text: string }>>
  }>

export type MetricsOptions = Readonly<{ now: () => number; withNodeFigures?: boolean }>

/** The process's one registry. `now` in ms since 1970. `withNodeFigures` adds memory, event loop and GC. */
export function createMetrics({ now, withNodeFigures = false }: MetricsOptions): Metrics {
  const registry = new Registry()
  if (withNodeFigures) collectDefaultMetrics({ register: registry })
  return {
    ...restMetrics(registry),
    ...unitMetrics(registry),
    ...engineMetrics(registry, now),
    ...decisionMetrics(registry),
    ...hostMetrics(registry, now),
    ...storeMetrics(registry),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
