import type { PostgresServer } from '../fakes/postgres-server.ts'
import { type EngineProcess, type ServiceProcess, startService } from './start-pair.ts'

/** The settings by which replicas of one site share a store. */
export const sharedStore = (server: PostgresServer, schema: string): Readonly<Record<string, string>> => ({
  'store-url': server.address().url,
  'store-schema': schema,
  'units-directory': '/nonexistent',
  'xmlrpc-addresses': '127.0.0.1',
})

/** So many replicas of the service, each a process of its own, started at the same moment on an empty store. */
export const startReplicas = (
  engine: Pick<EngineProcess, 'origin'>,
  settings: Readonly<Record<string, string>>,
  count: number,
): Promise<ServiceProcess[]> => Promise.all(Array.from({ length: count }, () => startService(engine, settings)))
