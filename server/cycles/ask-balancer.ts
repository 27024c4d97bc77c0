import type { Cluster } from '../../shared/model/cluster.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import type { StillAsked } from '../apply/gate.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import { aboutHosts } from '../runtime/question.ts'
import type { EngineProperties, Outcome, UnitRuntime } from '../runtime/unit-runtime.ts'
import { isEngineBalancer } from './engine-balancers.ts'

/** Asked of clusters whose policy has no balancer of ours, so that a first look at the service is not empty. */
export const DEFAULT_BALANCER = 'host_memory_balance'

export type Balancer = Readonly<{ unitId: string; properties: EngineProperties; usedByPolicy: boolean }>

/** The balancer of a cluster: its policy's, when it can be asked, with the cluster's properties; else the default one. */
export function balancerOf(cluster: Cluster, index: IndexedSnapshot, runtime: Pick<UnitRuntime, 'find'>): Balancer {
  const policy = cluster.policyId === undefined ? undefined : index.policies.get(cluster.policyId)
  const unit = policy?.balanceUnitId === undefined ? undefined : index.units.get(policy.balanceUnitId)
  // Only a runtime that answers for the engine's balancers finds one of them.
  const mayBeAsked = unit?.internal === false || (unit !== undefined && isEngineBalancer(unit.id))
  if (unit === undefined || !mayBeAsked || runtime.find(unit.name, 'balance') === undefined)
    return { unitId: DEFAULT_BALANCER, properties: {}, usedByPolicy: false }
  // The policy's own values are defaults for clusters that have none.
  return { unitId: unit.name, properties: { ...policy?.properties, ...cluster.properties }, usedByPolicy: true }
}

/** Asks a balancer about its whole cluster: every host, whatever its status, and every VM that runs. */
export function askBalancer(
  cluster: Cluster,
  index: IndexedSnapshot,
  { unitId, properties }: Balancer,
  runtime: Pick<UnitRuntime, 'balance'>,
): Promise<Outcome<BalanceResult>> {
  return runtime.balance(unitId, aboutHosts(index.snapshot, index.hostsOf(cluster.id)), properties)
}

/** The gate's question: in this snapshot, does the cluster's balancer still want this very move? */
export const stillAskedBy =
  (runtime: Pick<UnitRuntime, 'find' | 'balance'>): StillAsked =>
  async ({ cluster: { id }, unitId, vm, from, to }, snapshot) => {
    const index = indexSnapshot(snapshot)
    const cluster = index.clusters.get(id)
    if (cluster === undefined) return false
    const balancer = balancerOf(cluster, index, runtime)
    if (balancer.unitId !== unitId) return false
    const outcome = await askBalancer(cluster, index, balancer, runtime)
    const move = outcome.ok ? outcome.value.move : undefined
    return move?.vmId === vm.id && move.fromHostId === from.id && move.toHostIds.includes(to.id)
  }
