import { Histogram, type Registry } from 'prom-client'
import { CALL_SECONDS, seconds } from './buckets.ts'
import type { ClusterSeries } from './cluster-series.ts'

/** What the engine asks over XML-RPC, and the policy units behind it. */
export type UnitMetrics = Readonly<{
  /** `cluster`: the one it was about, where that is known. */
  xmlrpcCall(
    call: Readonly<{
      method: string
      cluster?: string | undefined
      outcome: 'ok' | 'fault' | 'failed'
      durationMs: number
    }>,
  ): void
  unitCall(call: Readonly<{ unitId: string; function: string; result: string; durationMs: number }>): void
}>

export function unitMetrics(registry: Registry, series: ClusterSeries): UnitMetrics {
  const shared = { buckets: CALL_SECONDS, registers: [registry] }
  const xmlrpc = new Histogram({
    name: 'ovirt_scheduler_xmlrpc_call_duration_seconds',
    help: 'Time to answer an XML-RPC call of the engine',
    labelNames: ['method', 'cluster', 'outcome'] as const,
    ...shared,
  })
  const units = new Histogram({
    name: 'ovirt_scheduler_unit_call_duration_seconds',
    help: 'Time that one call of a policy unit took',
    labelNames: ['unit', 'function', 'outcome'] as const,
    ...shared,
  })
  return {
    xmlrpcCall({ durationMs, cluster, ...labels }) {
      xmlrpc.observe(cluster === undefined ? labels : series.note(xmlrpc, { ...labels, cluster }), seconds(durationMs))
    },
    unitCall: call =>
      units.observe({ unit: call.unitId, function: call.function, outcome: call.result }, seconds(call.durationMs)),
  }
}
