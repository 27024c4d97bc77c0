import type { Health, Version } from '../../shared/api/service.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { openapiDocument } from './openapi.ts'
import type { HealthSources } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type ServiceRoutesDeps = Readonly<{
  version: Version
  snapshots: SnapshotSource
  health: HealthSources
  now: () => number
}>

/** The service about itself. */
export function serviceRoutes(serve: Serve, { version, ...deps }: ServiceRoutesDeps): void {
  const document = openapiDocument(version.version)

  serve(routes.health, () => readHealth(deps))
  serve(routes.version, () => version)
  serve(routes.openapi, () => ({ ...document }))
  serve(routes.session, ({ caller }) => ({ user: caller.user, administrator: caller.administrator }))
}

/** How the service for one engine is. */
export async function readHealth({ snapshots, health, now }: Omit<ServiceRoutesDeps, 'version'>): Promise<Health> {
  const store = await health.store()
  return healthOf(snapshots.current(), store, health, now())
}

function healthOf(
  { snapshot, problem }: SnapshotState,
  store: Health['store'],
  health: HealthSources,
  nowMs: number,
): Health {
  const [lastCallAtMs, discoveredAtMs] = [health.lastXmlrpcCallMs(), health.discoveredMs()]
  const replicas = health.replicas?.()
  const reachable = snapshot !== undefined && problem === undefined
  return {
    state: reachable && store.writable && store.backups?.problem === undefined ? 'ok' : 'degraded',
    engine: { reachable, ...(snapshot && { snapshotAgeMs: nowMs - snapshot.takenAtMs }), ...(problem && { problem }) },
    store,
    ...(replicas && { replicas }),
    xmlrpc: {
      ...(lastCallAtMs !== undefined && { lastCallAtMs }),
      ...(discoveredAtMs !== undefined && { discoveredAtMs }),
    },
  }
}
