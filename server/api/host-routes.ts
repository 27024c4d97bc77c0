import { compareNames } from '../../shared/measure/compare-names.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import type { HostFacts } from './host-facts.ts'
import { knownHost } from './known-host.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type HostRoutesDeps = Readonly<{ hostFacts: HostFacts; snapshots: SnapshotSource }>

export function hostRoutes(serve: Serve, { hostFacts, snapshots }: HostRoutesDeps): void {
  serve(routes.hosts, async ({ query: { clusterId } }) => {
    // Which hosts there are is the engine's to say.
    const snapshot = currentSnapshot(snapshots)
    if (clusterId !== undefined) clusterIn(snapshot, clusterId)
    const listed = (await hostFacts.list()).map(({ host }) => host)
    const asked = listed.filter(({ cluster }) => clusterId === undefined || cluster.id === clusterId)
    return { hosts: asked.toSorted((a, b) => compareNames(a.name, b.name)) }
  })

  serve(routes.host, async ({ id }) => {
    currentSnapshot(snapshots)
    return knownHost(await hostFacts.host(id), id)
  })

  serve(routes.hostPins, async ({ id }) => {
    currentSnapshot(snapshots)
    return knownHost(await hostFacts.pins(id), id)
  })

  serve(routes.hostHistory, async ({ id }) => {
    currentSnapshot(snapshots)
    return knownHost(await hostFacts.history(id), id)
  })
}
