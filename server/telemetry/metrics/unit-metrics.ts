import { Histogram, type Registry } from 'prom-client'
import { CALL_SECONDS, seconds } from './buckets.ts'

/** What the engine asks over XML-RPC, and the policy units behind it. */
export type UnitMetrics = Readonly<{
  xmlrpcCall(call: Readonly<{ method: string; outcome: 'ok' | 'fault' | 'failed'; durationMs: number }>): void
  unitCall(call: Readonly<{ unitId: string; function: string; result: string; durationMs: number }>): void
}>

export function unitMetrics(registry: Registry): UnitMetrics {
  const shared = { buckets: CALL_SECONDS, registers: [registry] }
  const xmlrpc = new Histogram({
    name: 'ovirt_scheduler_xmlrpc_call_duration_seconds',
    help: 'Time to answer an XML-RPC call of the engine',
    labelNames: ['method', 'outcome'] as const,
    ...shared,
  })
  const units = new Histogram({
    name: 'ovirt_scheduler_unit_call_duration_seconds',
    help: 'Time that one call of a policy unit took',
    labelNames: ['unit', 'function', 'outcome'] as const,
    ...shared,
  })
  return {
    xmlrpcCall: ({ durationMs, ...labels }) => xmlrpc.observe(labels, seconds(durationMs)),
    unitCall: call =>
      units.observe({ unit: call.unitId, function: call.function, outcome: call.result }, seconds(call.durationMs)),
  }
}
