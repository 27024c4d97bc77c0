import { createExternalScheduler } from '../../../server/simulator/broker/create-external-scheduler.ts'
import type { SchedulerReply } from '../../../server/simulator/world/external-scheduler.ts'
import type { Latencies } from './latencies.ts'
import { LOAD_BALANCER, LOAD_FILTER, LOAD_SCORE } from './load-units.ts'

/** How long the engine waits for an answer before it goes on without us. */
export const ENGINE_PATIENCE_MS = 120_000

/** Of one cluster, what the engine asks about. */
export type AskedCluster = Readonly<{ hostIds: readonly string[]; vmIds: readonly string[] }>

/**
 * So many threads of an engine, each with one call after the other until the signal aborts: filter, score, and at every
 * tenth turn balance, of one cluster after the other. The client is that of the simulated engine, with its time limits.
 */
export async function callAsEngine(
  options: Readonly<{ url: string; callers: number; clusters: readonly AskedCluster[]; until: AbortSignal }>,
  latencies: Latencies,
): Promise<void> {
  const { url, callers, clusters, until } = options
  const scheduler = createExternalScheduler({ url, responseTimeoutMs: ENGINE_PATIENCE_MS })
  let turn = 0
  const callOnce = async () => {
    turn += 1
    const mine = turn
    const { hostIds, vmIds } = clusters[mine % clusters.length] ?? { hostIds: [], vmIds: [] }
    const vmId = vmIds[mine % vmIds.length] ?? ''
    const units = [{ name: LOAD_SCORE, factor: 2 }]
    await latencies.measure('xmlrpc filter', async () => {
      const kept = answered(await scheduler.runFilters([LOAD_FILTER], hostIds, vmId, {}))
      if (kept.length === 0) throw new Error('no host was kept')
    })
    await latencies.measure('xmlrpc score', async () => {
      const weights = answered(await scheduler.runCostFunctions(units, hostIds, vmId, {}))
      if (weights.length !== hostIds.length) throw new Error(`${weights.length} weights for ${hostIds.length} hosts`)
    })
    if (mine % 10 !== 0) return
    await latencies.measure('xmlrpc balance', async () =>
      answered(await scheduler.runLoadBalancing(LOAD_BALANCER, hostIds, {})),
    )
  }
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (!until.aborted) await callOnce()
    }),
  )
  await scheduler.close()
}

/** The engine would write an event for each complaint, so that one is a failure too. */
function answered<T>(reply: SchedulerReply<T>): T {
  if (reply.kind === 'unavailable') throw new Error(reply.why)
  const { pluginErrors, errors } = reply.complaints
  if (pluginErrors.length + errors.length > 0) throw new Error(JSON.stringify(reply.complaints))
  return reply.value
}
