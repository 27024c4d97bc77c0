import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { HostFleet } from '../../hosts/host-fleet.ts'
import type { SnapshotSource } from '../../model/snapshot-source.ts'
import { shardOf, shards } from '../../replicas/shards.ts'
import type { Shares } from '../../replicas/shares.ts'
import type { Store } from '../../store/store.ts'
import type { Log } from '../../telemetry/log.ts'
import { fleetHostsOf } from '../start-hosts.ts'
import type { Tuning } from '../start-tuning.ts'

type Deps = Readonly<{
  shares: Shares
  store: Pick<Store, 'listUnfinishedRuns'>
  snapshots: Pick<SnapshotSource, 'current' | 'refresh'>
  hosts: Pick<HostFleet, 'follow'>
  tuning: Pick<Tuning, 'takeOver'>
  signal: AbortSignal
  log: Pick<Log, 'error'>
}>

/** Tells what there is to be shared, and sees to hosts and clusters that have become ours. */
export function followShares(deps: Deps): Readonly<{ onSnapshot(snapshot: Snapshot): void }> {
  const { shares, store, snapshots, hosts, tuning, signal, log } = deps
  shares.offer('hosts', shards)

  const followOurs = (snapshot: Snapshot) =>
    hosts.follow(fleetHostsOf(snapshot).filter(({ id }) => shares.holds('hosts', shardOf(id))))

  /** A cluster that the engine no longer knows is of use to nobody, but runs in it come to an end. */
  async function offerClusters(snapshot: Snapshot): Promise<void> {
    const runs = await store.listUnfinishedRuns()
    const ids = new Set([...snapshot.clusters.map(({ id }) => id), ...runs.map(({ cluster }) => cluster.id)])
    shares.offer('cluster', [...ids])
  }

  async function takeOver(): Promise<void> {
    // What was changed on hosts that were another's must be known before they are connected.
    await tuning.takeOver()
    const { snapshot } = snapshots.current()
    if (snapshot !== undefined) followOurs(snapshot)
    // A cluster that has just become ours is advised on with the next read.
    await snapshots.refresh(signal)
  }

  shares.onChange(() => {
    takeOver().catch((error: unknown) =>
      log.error({ error }, 'What has become the share of this replica waits for the next read.'),
    )
  })
  return {
    onSnapshot(snapshot) {
      followOurs(snapshot)
      offerClusters(snapshot).catch((error: unknown) => log.error({ error }, 'What replicas share could not be told.'))
    },
  }
}
