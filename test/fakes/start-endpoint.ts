import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { createEndpoint, type EndpointOptions } from '../../server/xmlrpc/create-endpoint.ts'
import { listenXmlRpc } from '../../server/xmlrpc/listen-xml-rpc.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import type { PolicyUnit } from '../../shared/policy/unit.ts'
import { NOON_MS } from './builders.ts'
import { aLog } from './log.ts'
import { aSnapshotSource } from './services.ts'

export type TestEndpoint = Readonly<{
  url: string
  port: number
  /** Calls as the engine's client does; throws XmlRpcFault for a fault. */
  call(method: string, ...params: XmlRpcValue[]): Promise<XmlRpcValue>
  post(body: BodyInit, headers?: Record<string, string>, path?: string): Promise<Response>
  lastCall(): { atMs: number; method: string } | undefined
  close(): Promise<void>
}>

/** The XML-RPC endpoint on a free port of 127.0.0.1, at noon, with the given units and snapshot. */
export async function startEndpoint(
  units: readonly PolicyUnit[],
  state: SnapshotState,
  over: Partial<EndpointOptions> & { requestTimeoutMs?: number } = {},
): Promise<TestEndpoint> {
  const { requestTimeoutMs, ...options } = over
  const runtime = createRuntime({ units: units.map(unit => builtIn(unit, 'test')), elapsedMs: () => 0 })
  const endpoint = createEndpoint({
    runtime,
    snapshots: aSnapshotSource(state),
    log: aLog().log,
    now: () => NOON_MS + 1_000,
    ...options,
  })
  const listening = await listenXmlRpc(endpoint.app, {
    port: 0,
    addresses: ['127.0.0.1'],
    log: aLog().log,
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  })
  const url = `http://127.0.0.1:${listening.port}/`
  const post = (body: BodyInit, headers: Record<string, string> = {}, path = '') =>
    fetch(`${url}${path}`, { method: 'POST', body, headers: { 'Content-Type': 'text/xml', ...headers } })
  return {
    url,
    port: listening.port,
    post,
    call: async (method, ...params) => decodeReply(await (await post(encodeCall(method, params))).text()),
    lastCall: endpoint.lastCall,
    close: listening.close,
  }
}
