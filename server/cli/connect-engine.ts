import { randomInt } from 'node:crypto'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { AuthPort, Grant } from '../api/ports.ts'
import type { ClusterPolicyPort, EngineEventPort, MigrationPort, PolicyUnitPort, VmPowerPort } from '../apply/ports.ts'
import type { Config } from '../config/settings.ts'
import { readApiRoot } from '../engine/api-root.ts'
import { authReader } from '../engine/auth-reader.ts'
import { clusterPolicyPort } from '../engine/cluster-policy-port.ts'
import type { EngineRequest } from '../engine/engine-http.ts'
import { eventPort } from '../engine/event-port.ts'
import { type EventStream, eventStream } from '../engine/event-stream.ts'
import { migrationPort } from '../engine/migration-port.ts'
import { policyUnitPort } from '../engine/policy-unit-port.ts'
import { readSnapshot } from '../engine/read-snapshot.ts'
import { readTaggedVmIds } from '../engine/tagged-vms.ts'
import { vmPowerPort } from '../engine/vm-power-port.ts'
import type { Log } from '../telemetry/log.ts'
import { enginePassword } from './engine-password.ts'
import { openEngineHttp } from './open-engine-http.ts'

/** The engine, as the ports of the service want it. */
export type EngineConnection = Readonly<{
  readSnapshot(signal: AbortSignal): Promise<Snapshot>
  migrations: MigrationPort
  power: VmPowerPort
  clusterPolicies: ClusterPolicyPort
  policyUnits: PolicyUnitPort
  events: EngineEventPort
  eventStream: EventStream
  taggedVmIds(tag: string, signal: AbortSignal): Promise<ReadonlySet<string>>
  auth: AuthPort
  /** Of the session of the service's own user. */
  token(signal: AbortSignal): Promise<string>
  /** What the service's own user may do. */
  ownGrants(signal: AbortSignal): Promise<readonly Grant[]>
  close(): Promise<void>
}>

/** Nothing is asked of the engine yet: it may be down now. Throws ConfigError for credentials that cannot be read. */
export function connectEngine(
  config: Config,
  log: Log,
  onRequest?: (request: EngineRequest) => void,
): EngineConnection {
  const user = { username: config['engine.username'], password: enginePassword(config) }
  const http = openEngineHttp(config, user, log, onRequest)
  const auth = authReader(http)
  return {
    readSnapshot: signal => readSnapshot(http, signal, Date.now),
    migrations: migrationPort(http),
    power: vmPowerPort(http),
    clusterPolicies: clusterPolicyPort(http),
    policyUnits: policyUnitPort(http),
    events: eventPort(http, () => randomInt(1, 2 ** 31 - 1)),
    eventStream: eventStream(http),
    taggedVmIds: (tag, signal) => readTaggedVmIds(http, tag, signal),
    auth,
    token: http.token,
    ownGrants: async signal => auth.permits((await readApiRoot(http, signal)).userId, signal),
    close: () => http.close(),
  }
}
