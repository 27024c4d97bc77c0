import { compareNames } from '../../shared/measure/compare-names.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { ApiProblem } from './api-problem.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import { watchedHostDetail, watchedHostView } from './host-views.ts'
import type { HostsPort } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type HostRoutesDeps = Readonly<{ hosts: HostsPort; snapshots: SnapshotSource; now: () => number }>

export function hostRoutes(serve: Serve, { hosts, snapshots, now }: HostRoutesDeps): void {
  serve(routes.hosts, ({ query: { clusterId } }) => {
    // Which hosts there are is the engine's to say.
    const snapshot = currentSnapshot(snapshots)
    if (clusterId !== undefined) clusterIn(snapshot, clusterId)
    const listed = hosts.list().filter(({ cluster }) => clusterId === undefined || cluster.id === clusterId)
    const byName = listed.toSorted((a, b) => compareNames(a.name, b.name))
    return { hosts: byName.map(host => watchedHostView(host, now())) }
  })

  serve(routes.host, ({ id }) => {
    currentSnapshot(snapshots)
    const host = hosts.find(id)
    if (host === undefined) throw new ApiProblem('not-found', `The engine has no host ${id}.`)
    return watchedHostDetail(host, now())
  })
}
