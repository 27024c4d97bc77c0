import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import type { Advice, Proposal, Recommendations } from '../apply/services.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { propose } from '../planner/propose.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { Log } from '../telemetry/log.ts'
import { askBalancer, type Balancer, balancerOf } from './ask-balancer.ts'

export type RecommendCycleDeps = Readonly<{
  snapshots: Pick<SnapshotSource, 'current' | 'onChange'>
  runtime: Pick<UnitRuntime, 'find' | 'balance'>
  recommendations: Pick<Recommendations, 'list' | 'reconcile'>
  /** Nominal speed of the migration network, for the estimated duration of a move. */
  bandwidthMbps: number
  now: () => number
  log: Pick<Log, 'error'>
}>

export type RecommendCycle = Readonly<{ run(signal: AbortSignal): Promise<void> }>

/**
 * Asks the balancer of every cluster anew with each snapshot, and hands its answer on. A change of policy needs no way of
 * its own: saving one reads the engine again. Snapshots that arrive meanwhile are not queued, only the newest is used.
 */
export function createRecommendCycle(deps: RecommendCycleDeps): RecommendCycle {
  const { snapshots, recommendations, now, log } = deps

  async function recommend(snapshot: Snapshot): Promise<void> {
    const index = indexSnapshot(snapshot)
    for (const cluster of snapshot.clusters) {
      try {
        const { advice, proposals } = await adviseCluster(cluster, index, deps)
        await recommendations.reconcile(cluster.id, { ...advice, clusterId: cluster.id, atMs: now() }, proposals)
      } catch (error) {
        log.error({ error, clusterId: cluster.id }, 'A cluster could not be advised on; its recommendations stay.')
      }
    }
    await supersedeOfGoneClusters(index)
  }

  /** Nobody else would ever close them: a cluster that is gone gets no more answers. */
  async function supersedeOfGoneClusters({ clusters }: IndexedSnapshot): Promise<void> {
    const open = await recommendations.list({ state: 'open' })
    for (const { cluster, unitId } of open.filter(({ cluster }) => !clusters.has(cluster.id))) {
      const because = reason('cluster-gone', `The engine no longer knows the cluster ${cluster.name}.`)
      const advice = { clusterId: cluster.id, unitId, because, skippedHosts: [], skippedVms: [], atMs: now() }
      await recommendations.reconcile(cluster.id, advice, [])
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

type Answer = Readonly<{ advice: Omit<Advice, 'clusterId' | 'atMs'>; proposals: readonly Proposal[] }>

async function adviseCluster(cluster: Cluster, index: IndexedSnapshot, deps: RecommendCycleDeps): Promise<Answer> {
  const { runtime, bandwidthMbps } = deps
  const balancer = balancerOf(cluster, index, runtime)
  const { unitId } = balancer
  if (cluster.upgradeInProgress) {
    const text = `The hosts of ${cluster.name} are being upgraded; balancing pauses until that is over.`
    return withoutMove(unitId, reason('cluster-upgrading', text, { cluster: cluster.name }))
  }
  const outcome = await askBalancer(cluster, index, balancer, runtime)
  if (!outcome.ok) {
    const text = `The policy unit ${unitId} gave no answer: ${outcome.message}.`
    return withoutMove(unitId, reason(`unit-${outcome.code}`, text, { unit: unitId, code: outcome.code }))
  }
  const notes = [
    ...outcome.problems.map(({ property, problem }) => badProperty(property, problem)),
    ...foreign(cluster, balancer),
  ]
  const result = withNotes(outcome.value, notes)
  const properties = outcome.propertyValues
  const proposal = propose({ index, cluster, unitId, result, properties, bandwidthMbps })
  const { because, skippedHosts, skippedVms } = result
  return { advice: { unitId, because, skippedHosts, skippedVms }, proposals: proposal ? [proposal] : [] }
}

const withoutMove = (unitId: string, because: Reason): Answer => ({
  advice: { unitId, because, skippedHosts: [], skippedVms: [] },
  proposals: [],
})

const badProperty = (property: string, problem: string): string => `${property} ${problem}; its default is used.`

const foreign = ({ name }: Cluster, { unitId, usedByPolicy }: Balancer): string[] =>
  usedByPolicy ? [] : [`The policy of ${name} does not use ${unitId}; this is its advice with default values.`]

/** What the operator must know of how the answer came about belongs into the answer, not beside it. */
function withNotes(result: BalanceResult, notes: readonly string[]): BalanceResult {
  if (notes.length === 0) return result
  const noted = ({ code, text, values }: Reason) => reason(code, [text, ...notes].join(' '), values)
  const { move } = result
  return { ...result, because: noted(result.because), ...(move && { move: { ...move, because: noted(move.because) } }) }
}
