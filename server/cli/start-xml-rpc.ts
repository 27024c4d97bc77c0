import type { Config } from '../config/settings.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { createEndpoint, defaultEndpointLimits } from '../xmlrpc/create-endpoint.ts'
import { type DiscoveryStore, keepDiscovery } from '../xmlrpc/keep-discovery.ts'
import type { OpenDoor, OpenedDoor } from './xml-rpc-door.ts'

export type XmlRpcDeps = Readonly<{
  runtime: UnitRuntime
  snapshots: SnapshotSource
  metrics: Metrics
  store: DiscoveryStore
  openDoor: OpenDoor
  now: () => number
  log: Log
}>

export type XmlRpc = OpenedDoor &
  Readonly<{
    lastCallMs(): number | undefined
    discoveredMs(): number | undefined
  }>

const MIB_BYTES = 1_048_576

/** What the engine calls us on. Throws what `openDoor` does. */
export async function startXmlRpc(config: Config, deps: XmlRpcDeps): Promise<XmlRpc> {
  const { runtime, snapshots, metrics, store, openDoor, now, log } = deps
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
  return {
    ...(await openDoor(endpoint.app)),
    lastCallMs: () => endpoint.lastCall()?.atMs,
    discoveredMs: discovery.lastMs,
  }
}
