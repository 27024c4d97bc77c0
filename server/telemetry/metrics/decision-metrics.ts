import { Counter, Histogram, type Registry } from 'prom-client'
import { boundedLabel } from './bounded-label.ts'
import { CALL_SECONDS, MIGRATION_SECONDS, SEARCH_SECONDS, seconds } from './buckets.ts'
import type { ClusterSeries } from './cluster-series.ts'
import { stateGauge, type TakeCounts } from './state-gauge.ts'

/** What the service decides for clusters, and what becomes of it. */
export type DecisionMetrics = Readonly<{
  /** One cluster was advised on. off: its mode asks for no advice. */
  advised(
    round: Readonly<{ cluster: string; outcome: 'recommended' | 'nothing' | 'off' | 'failed'; durationMs: number }>,
  ): void
  planned(
    plan: Readonly<{ cluster: string; objective: string; outcome: 'moves' | 'nothing' | 'failed'; durationMs: number }>,
  ): void
  /** A duty of the service in one cluster: whether it was due it finds out itself. */
  dutyDone(duty: Readonly<{ cluster: string; duty: string; outcome: 'ok' | 'failed'; durationMs: number }>): void
  /** The gate turned a move down that it had not turned down for this reason the time before. */
  gateRefused(code: string): void
  runEnded(run: Readonly<{ cluster: string; outcome: string; durationMs: number }>): void
  stepEnded(step: Readonly<{ cluster: string; outcome: string; durationMs: number }>): void
  countRecommendations: TakeCounts
  countRuns: TakeCounts
}>

/** Codes of built-in filters are about fifty; those of plugins come beside them. */
const MOST_CODES = 100

export function decisionMetrics(registry: Registry, series: ClusterSeries): DecisionMetrics {
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({
      name: `ovirt_scheduler_${name}_duration_seconds`,
      help,
      labelNames,
      buckets,
      registers: [registry],
    })
  const codeOf = boundedLabel(MOST_CODES)
  const advice = histogram(
    'advice',
    'Time to ask the scheduler and the balancer of one cluster',
    ['cluster', 'outcome'],
    CALL_SECONDS,
  )
  const plans = histogram('plan', 'Time to make a plan', ['cluster', 'objective', 'outcome'], SEARCH_SECONDS)
  const duties = histogram(
    'duty',
    'Time that one duty of the service took in one cluster',
    ['cluster', 'duty', 'outcome'],
    SEARCH_SECONDS,
  )
  const runs = histogram(
    'run',
    'Time from accepting a run to its end, by how it ended',
    ['cluster', 'outcome'],
    MIGRATION_SECONDS,
  )
  const steps = histogram(
    'step',
    'Time from asking for a migration to its end, by how it ended',
    ['cluster', 'outcome'],
    MIGRATION_SECONDS,
  )
  const refusals = new Counter({
    name: 'ovirt_scheduler_gate_refusals_total',
    help: 'Moves that were turned down or told to wait before the engine was asked, by reason; a reason that lasts counts once',
    labelNames: ['code'] as const,
    registers: [registry],
  })
  return {
    advised: ({ durationMs, ...labels }) => advice.observe(series.note(advice, labels), seconds(durationMs)),
    planned: ({ durationMs, ...labels }) => plans.observe(series.note(plans, labels), seconds(durationMs)),
    dutyDone: ({ durationMs, ...labels }) => duties.observe(series.note(duties, labels), seconds(durationMs)),
    gateRefused: code => refusals.inc({ code: codeOf(code) }),
    runEnded: ({ durationMs, ...labels }) => runs.observe(series.note(runs, labels), seconds(durationMs)),
    stepEnded: ({ durationMs, ...labels }) => steps.observe(series.note(steps, labels), seconds(durationMs)),
    countRecommendations: stateGauge(
      registry,
      'ovirt_scheduler_recommendations',
      'Recommendations by cluster and state',
    ),
    countRuns: stateGauge(registry, 'ovirt_scheduler_runs', 'Runs by cluster and state'),
  }
}
