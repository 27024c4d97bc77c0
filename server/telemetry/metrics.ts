import { collectDefaultMetrics, Registry } from 'prom-client'
import { type ClusterMetrics, clusterMetrics } from './metrics/cluster-metrics.ts'
import { clusterSeries } from './metrics/cluster-series.ts'
import { type DecisionMetrics, decisionMetrics } from './metrics/decision-metrics.ts'
import { type EngineMetrics, engineMetrics } from './metrics/engine-metrics.ts'
import { type HostMetrics, hostMetrics } from './metrics/host-metrics.ts'
import { joinExpositions } from './metrics/join-expositions.ts'
import { type RestMetrics, restMetrics } from './metrics/rest-metrics.ts'
import { type StoreMetrics, storeMetrics } from './metrics/store-metrics.ts'
import { type UnitMetrics, unitMetrics } from './metrics/unit-metrics.ts'

/** The exposition text and its content type. */
export type Exposition = Readonly<{ contentType: string; text: string }>
export type Exposes = Readonly<{ expose(): Promise<Exposition> }>

export type Metrics = RestMetrics &
  UnitMetrics &
  EngineMetrics &
  ClusterMetrics &
  DecisionMetrics &
  HostMetrics &
  StoreMetrics &
  Exposes

export type MetricsOptions = Readonly<{
  now: () => number
  /** A label of every series, so that a fleet is told apart. */
  engine?: string
}>

/** What an engine is called in metrics where it is the only one. */
export const ONLY_ENGINE = 'default'

/** All that is counted of one engine. `now` in ms since 1970. */
export function createMetrics({ now, engine }: MetricsOptions): Metrics {
  const registry = new Registry()
  if (engine !== undefined) registry.setDefaultLabels({ engine })
  const series = clusterSeries()
  return {
    ...restMetrics(registry),
    ...unitMetrics(registry, series),
    ...engineMetrics(registry, now),
    ...clusterMetrics(registry, series),
    ...decisionMetrics(registry, series),
    ...hostMetrics(registry, now),
    ...storeMetrics(registry),
    ...exposing(registry),
  }
}

/** Memory, event loop and garbage collection of the process, however many engines it serves. */
export function processMetrics(): Exposes {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return exposing(registry)
}

/** One page for several. */
export const joinedMetrics = (all: readonly Exposes[]): Exposes => ({
  async expose() {
    const each = await Promise.all(all.map(metrics => metrics.expose()))
    return { contentType: each[0]?.contentType ?? 'text/plain', text: joinExpositions(each.map(({ text }) => text)) }
  },
})

const exposing = (registry: Registry): Exposes => ({
  expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
})
