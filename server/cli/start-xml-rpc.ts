import { readXmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import type { Config } from '../config/settings.ts'
import { sleep } from '../cycles/sleep.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { createEndpoint, defaultEndpointLimits } from '../xmlrpc/create-endpoint.ts'
import { type DiscoveryStore, keepDiscovery } from '../xmlrpc/keep-discovery.ts'
import { keepTlsCurrent } from '../xmlrpc/keep-tls-current.ts'
import { listenXmlRpc } from '../xmlrpc/listen-xml-rpc.ts'
import { CliFailure } from './outcome.ts'

export type XmlRpcDeps = Readonly<{
  runtime: UnitRuntime
  snapshots: SnapshotSource
  metrics: Metrics
  store: DiscoveryStore
  tls: ReturnType<typeof readXmlRpcTls>
  now: () => number
  log: Log
}>

export type XmlRpc = Readonly<{
  port: number
  addresses: readonly string[]
  lastCallMs(): number | undefined
  discoveredMs(): number | undefined
  /** Keeps the certificate current until the signal aborts; ends at once without TLS. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}>

const MIB_BYTES = 1_048_576

/** What the engine calls us on. Throws CliFailure when it cannot listen. */
export async function startXmlRpc(config: Config, deps: XmlRpcDeps): Promise<XmlRpc> {
  const { runtime, snapshots, metrics, store, tls, now, log } = deps
  const discovery = await keepDiscovery(store, log)
  const endpoint = createEndpoint({
    runtime,
    snapshots,
    log,
    now,
    scores: config['xmlrpc.scores'],
    compatibility: config['units.compatibility'],
    limits: {
      ...defaultEndpointLimits,
      maxBodyBytes: config['xmlrpc.maxBody'] * MIB_BYTES,
      maxConcurrentCalls: config['xmlrpc.concurrency'],
    },
    onCall: call => metrics.xmlrpcCall(call),
    onDiscovered: atMs => void discovery.onDiscovered(atMs),
  })
  const port = config['xmlrpc.port']
  const { replaceTls, ...listening } = await listenXmlRpc(endpoint.app, {
    port,
    addresses: config['xmlrpc.addresses'],
    allowFrom: config['xmlrpc.allowFrom'],
    requestTimeoutMs: config['xmlrpc.callTimeout'] * 1000,
    tls,
    log,
  }).catch((error: Error) => {
    throw new CliFailure(`XML-RPC cannot listen on port ${port}: ${error.message}`, { cause: error })
  })
  const keeper =
    tls && keepTlsCurrent({ current: tls, read: () => readXmlRpcTls(config), replace: replaceTls, sleep, log })
  return {
    ...listening,
    lastCallMs: () => endpoint.lastCall()?.atMs,
    discoveredMs: discovery.lastMs,
    run: async signal => keeper?.run(signal),
  }
}
