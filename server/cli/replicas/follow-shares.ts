import { oneAtATime } from '../../../shared/measure/one-at-a-time.ts'
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

/** Whether a host is asked and tuned by this replica. */
export const holdsHost = (shares: Pick<Shares, 'holds'>, hostId: string): boolean =>
  shares.holds('hosts', shardOf(hostId))

/** Tells what there is to be shared, and sees to hosts and clusters that have become ours. */
export function followShares(deps: Deps): Readonly<{ onSnapshot(snapshot: Snapshot): void }> {
  const { shares, store, snapshots, hosts, tuning, signal, log } = deps
  shares.offer('hosts', shards)
  const held = (): ReadonlySet<string> => new Set(shards.filter(shard => shares.holds('hosts', shard)))
  /** Shards of which is known what others have changed on their hosts: before that none of them is connected to. */
  let known = held()

  /** All hosts are listed; each is connected to by one replica. */
  function followOurs(snapshot: Snapshot | undefined): void {
    if (snapshot === undefined) return
    const ours = held()
    const isOfAnother = (hostId: string) => !ours.has(shardOf(hostId)) || !known.has(shardOf(hostId))
    hosts.follow(fleetHostsOf(snapshot).map(host => ({ ...host, isOfAnother: isOfAnother(host.id) })))
  }

  /** A cluster that the engine no longer knows is of use to nobody, but runs in it come to an end. */
  async function offerClusters(snapshot: Snapshot): Promise<void> {
    const runs = await store.listUnfinishedRuns()
    const ids = new Set([...snapshot.clusters.map(({ id }) => id), ...runs.map(({ cluster }) => cluster.id)])
    shares.offer('cluster', [...ids])
  }

  async function takeOver(): Promise<void> {
    const ours = held()
    await tuning.takeOver()
    known = ours
    followOurs(snapshots.current().snapshot)
    // A cluster that has just become ours is advised on with the next read.
    await snapshots.refresh(signal)
  }

  const takingOver = oneAtATime()
  shares.onChange(() => {
    // What is another's from now on is hung up before anything else.
    const ours = held()
    known = new Set([...known].filter(shard => ours.has(shard)))
    followOurs(snapshots.current().snapshot)
    takingOver(takeOver).catch((error: unknown) =>
      log.error({ error }, 'What has become the share of this replica waits for the next change.'),
    )
  })
  return {
    onSnapshot(snapshot) {
      followOurs(snapshot)
      offerClusters(snapshot).catch((error: unknown) => log.error({ error }, 'What replicas share could not be told.'))
    },
  }
}
