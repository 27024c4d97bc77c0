import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import type { AutomationMode } from '../../shared/plan/automation.ts'
import { reason } from '../../shared/policy/reason.ts'
import { refusedBy } from '../apply/refusals.ts'
import type { Recommendations } from '../apply/services.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { Traced } from '../telemetry/trace.ts'
import { type AdviseDeps, adviseCluster, type ClusterAnswer } from './advise-cluster.ts'

export type RecommendCycleDeps = Omit<AdviseDeps, 'refused'> &
  Readonly<{
    snapshots: Pick<SnapshotSource, 'current' | 'onChange'>
    recommendations: Pick<Recommendations, 'reconcile' | 'closeAllBut' | 'refusals'>
    /** A cluster that is off is not advised on. */
    modeOf: (cluster: Cluster) => AutomationMode
    now: () => number
    log: Pick<Log, 'error'>
    /** Another replica advises on the clusters that are not ours. */
    isOurs?: (clusterId: string) => boolean
    onAdvised?: (round: AdviceRound) => void
    /** Around the advice of each cluster. */
    traced?: Traced
  }>

/** How long one cluster took, and whether anything is asked for there. */
export type AdviceRound = Readonly<{
  /** Its name. */
  cluster: string
  outcome: 'recommended' | 'nothing' | 'off' | 'failed'
  durationMs: number
}>

export type RecommendCycle = Readonly<{ run(signal: AbortSignal): Promise<void> }>

/**
 * Asks the scheduler and the balancer of every cluster anew with each snapshot, and hands its answer on. A change of policy needs no way of
 * its own: saving one reads the engine again. Snapshots that arrive meanwhile are not queued, only the newest is used.
 */
export function createRecommendCycle(deps: RecommendCycleDeps): RecommendCycle {
  const { snapshots, recommendations, now, log, isOurs = () => true, onAdvised = () => {} } = deps
  const { traced = work => work() } = deps

  async function recommend(snapshot: Snapshot): Promise<void> {
    const index = indexSnapshot(snapshot)
    const ours = snapshot.clusters.filter(({ id }) => isOurs(id))
    for (const cluster of ours) await traced(() => advise(cluster, index))
    await recommendations.closeAllBut(index.clusters)
  }

  async function advise(cluster: Cluster, index: IndexedSnapshot): Promise<void> {
    const begunMs = performance.now()
    const tell = (outcome: AdviceRound['outcome']) =>
      onAdvised({ cluster: cluster.name, outcome, durationMs: performance.now() - begunMs })
    try {
      const isOff = deps.modeOf(cluster) === 'off'
      const refused = refusedBy(await recommendations.refusals(cluster.id))
      const { advice, proposals } = isOff
        ? leftAlone(cluster)
        : await adviseCluster(cluster, index, { ...deps, refused })
      await recommendations.reconcile(cluster.id, { ...advice, clusterId: cluster.id, atMs: now() }, proposals)
      tell(isOff ? 'off' : proposals.length > 0 ? 'recommended' : 'nothing')
    } catch (error) {
      tell('failed')
      log.error({ error, clusterId: cluster.id }, 'A cluster could not be advised on; its recommendations stay.')
    }
  }

  return {
    async run(signal) {
      let done: Snapshot | undefined
      let working = Promise.resolve()
      let isWorking = false
      const work = async () => {
        isWorking = true
        for (
          let { snapshot } = snapshots.current();
          snapshot && snapshot !== done;
          { snapshot } = snapshots.current()
        ) {
          if (signal.aborted) break
          done = snapshot
          try {
            await recommend(snapshot)
          } catch (error) {
            log.error({ error }, 'The recommendations could not be brought up to date.')
          }
        }
        isWorking = false
      }
      const onSnapshot = ({ problem }: SnapshotState) => {
        if (!isWorking && problem === undefined) working = work()
      }
      const stopListening = snapshots.onChange(onSnapshot)
      onSnapshot(snapshots.current())
      await new Promise<void>(resolve => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      stopListening()
      await working
    },
  }
}

function leftAlone({ name }: Cluster): ClusterAnswer {
  const because = reason('cluster-off', `${name} is set to "off": nothing is recommended there.`, { cluster: name })
  return { advice: { unitId: 'none', because, skippedHosts: [], skippedVms: [], notices: [] }, proposals: [] }
}
