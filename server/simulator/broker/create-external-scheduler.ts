import { Agent } from 'undici'
import { decodeReply } from '../../protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../protocol/xmlrpc/encode-call.ts'
import { XmlRpcError, XmlRpcFault } from '../../protocol/xmlrpc/xml-rpc-error.ts'
import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import {
  type ExternalScheduler,
  type SchedulerComplaints,
  type SchedulerReply,
  UnreadableReply,
} from '../world/external-scheduler.ts'
import { CallFailure, postCall } from './post-call.ts'
import { readDiscovery } from './read-discovery.ts'
import { readFilterResult, readMove, readWeights } from './read-replies.ts'
import { readResult } from './read-result.ts'

export type ExternalSchedulerOptions = Readonly<{
  url: string
  /** 0: none. The engine's defaults are 100 ms and 120 s. */
  connectTimeoutMs?: number
  responseTimeoutMs?: number
  warn?: (text: string) => void
}>

const MAX_REPLY_BYTES = 32 * 1024 * 1024

/** The engine's XML-RPC client. `close` ends its connections. */
export function createExternalScheduler(
  options: ExternalSchedulerOptions,
): ExternalScheduler & Readonly<{ close(): Promise<void> }> {
  const { url, connectTimeoutMs = 100, responseTimeoutMs = 120_000, warn = () => undefined } = options
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs },
    headersTimeout: responseTimeoutMs,
    bodyTimeout: responseTimeoutMs,
    maxResponseSize: MAX_REPLY_BYTES,
  })
  const call = (method: string, params: readonly XmlRpcValue[]) => callMethod(agent, url, method, params)

  return {
    close: () => agent.close(),

    async discover() {
      const reply = await call('discover', [])
      if (reply.kind === 'unavailable') return reply
      try {
        const { units, dropped } = readDiscovery(reply.value)
        for (const name of dropped) warn(`external unit ${name} is dropped: its property list cannot be read`)
        return answer(units)
      } catch (error) {
        // Here, and only here, the engine treats a reply that it cannot read like none.
        if (error instanceof UnreadableReply) return { kind: 'unavailable', why: error.message }
        throw error
      }
    },
    async runFilters(names, hostIds, vmId, properties) {
      const reply = await call('runFilters', [names, hostIds, vmId, properties])
      return readReply('runFilters', reply, readFilterResult)
    },
    async runCostFunctions(units, hostIds, vmId, properties) {
      const pairs = units.map(({ name, factor }) => [name, factor])
      const reply = await call('runCostFunctions', [pairs, hostIds, vmId, properties])
      return readReply('runCostFunctions', reply, readWeights)
    },
    async runLoadBalancing(name, hostIds, properties) {
      const reply = await call('runLoadBalancing', [name, hostIds, properties])
      return readReply('runLoadBalancing', reply, readMove)
    },
  }
}

const noComplaints: SchedulerComplaints = { pluginErrors: [], errors: [] }
const answer = <T>(value: T, complaints = noComplaints) => ({ kind: 'answer', value, complaints }) as const

function readReply<T>(
  method: string,
  reply: SchedulerReply<XmlRpcValue>,
  read: (entries: readonly XmlRpcValue[] | undefined) => T,
): SchedulerReply<T> {
  if (reply.kind === 'unavailable') return reply
  const { result, complaints } = readResult(method, reply.value)
  return answer(read(result), complaints)
}

async function callMethod(
  agent: Agent,
  url: string,
  method: string,
  params: readonly XmlRpcValue[],
): Promise<SchedulerReply<XmlRpcValue>> {
  const document = encodeCall(method, params)
  try {
    return answer(decodeReply(await postCall(agent, url, document)))
  } catch (error) {
    if (error instanceof CallFailure || error instanceof XmlRpcError || error instanceof XmlRpcFault) {
      return { kind: 'unavailable', why: `${method}: ${error.message}` }
    }
    throw error
  }
}
