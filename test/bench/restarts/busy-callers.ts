import { setTimeout as delay } from 'node:timers/promises'
import { decodeReply } from '../../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../../server/protocol/xmlrpc/encode-call.ts'
import type { ClusterList } from '../../../shared/api/clusters.ts'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { ApplyReply, RecommendationList } from '../../../shared/api/recommendations.ts'
import type { Caller } from '../../scenarios/sign-in.ts'
import type { Told } from './world-truth.ts'

export type BusyCallers = Readonly<{
  told: Told
  /** Replies that a service must not give, whatever happens to it. */
  complaints: readonly string[]
  calls: Readonly<{ rest: number; xmlrpc: number }>
  /** Stops asking; resolves when the last answer has come or is given up. */
  stop(): Promise<void>
}>

const PAUSE_MS = 40

/**
 * Somebody who approves whatever is recommended and has hosts emptied one after the other, and an engine that asks for filters.
 * Both go on calling while the service is dead, as callers do.
 */
export function startCallers(
  api: Caller,
  engine: Caller,
  xmlrpcPort: () => number,
  random: { below(limit: number): number },
  pauseMs = PAUSE_MS,
): BusyCallers {
  const [recommendationIds, runIds] = [new Set<string>(), new Set<string>()]
  const complaints: string[] = []
  const calls = { rest: 0, xmlrpc: 0 }
  let isStopped = false

  function complainOf(what: string, status: number, body: unknown): void {
    if (status === 500) complaints.push(`${what}: HTTP 500 ${JSON.stringify(body)}`)
  }

  async function approve(): Promise<void> {
    const { recommendations } = await api.get<RecommendationList>('/recommendations?state=open')
    for (const { id } of recommendations) recommendationIds.add(id)
    const chosen = recommendations[random.below(Math.max(1, recommendations.length))]
    if (chosen === undefined) return
    const { status, body } = await api.send<ApplyReply>('POST', `/recommendations/${chosen.id}/apply`)
    if (status === 202) runIds.add(body.runId)
    complainOf('apply', status, body)
  }

  async function emptyAHost(): Promise<void> {
    const { clusters } = await api.get<ClusterList>('/clusters')
    const cluster = clusters[random.below(Math.max(1, clusters.length))]
    const { host = [] } = await engine.get<{ host?: { id: string; cluster: { id: string } }[] }>('/hosts')
    const ofCluster = host.filter(one => one.cluster.id === cluster?.id)
    const chosen = ofCluster[random.below(Math.max(1, ofCluster.length))]
    if (cluster === undefined || chosen === undefined) return
    const objective = { kind: 'evacuate', hostIds: [chosen.id] }
    const { status, body } = await api.send<PlanReply>('POST', `/clusters/${cluster.id}/plans`, { objective })
    if (status === 200 && body.recommendationId !== undefined) recommendationIds.add(body.recommendationId)
    complainOf('plan', status, body)
    await api.send('POST', `/clusters/${cluster.id}/thaw`)
  }

  async function askForFilters(): Promise<void> {
    const hosts = ['11111111-1111-1111-1111-111111111111', '11111111-1111-1111-1111-111111111112']
    const vm = '33333333-3333-3333-3333-333333333333'
    const body = encodeCall('runFilters', [['host_memory_balance'], hosts, vm, {}])
    const reply = await fetch(`http://127.0.0.1:${xmlrpcPort()}/`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml' },
      body,
    })
    const text = await reply.text()
    try {
      decodeReply(text)
    } catch (error) {
      complaints.push(`runFilters: HTTP ${reply.status} ${(error as Error).message}`)
    }
  }

  async function keepOn(call: () => Promise<void>, count: () => void): Promise<void> {
    while (!isStopped) {
      // A dead service refuses connections and cuts answers off; that is what this is about.
      await call().then(count, () => undefined)
      await delay(pauseMs)
    }
  }
  const rest = () => void calls.rest++
  const going = Promise.all([
    keepOn(approve, rest),
    keepOn(emptyAHost, rest),
    keepOn(askForFilters, () => void calls.xmlrpc++),
  ])
  return {
    told: { recommendationIds, runIds },
    complaints,
    calls,
    async stop() {
      isStopped = true
      await going
    },
  }
}
