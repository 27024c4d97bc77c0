import type { Cluster } from '../../shared/model/cluster.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import type { StillAsked } from '../apply/gate.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import { aboutHosts } from '../runtime/question.ts'
import type { EngineProperties, Outcome, UnitRuntime } from '../runtime/unit-runtime.ts'
import type { SchedulerAdvisor } from './scheduler-advisor.ts'

/** Asked of clusters whose policy has no balancer of ours, so that a first look at the service is not empty. */
export const DEFAULT_BALANCER = 'host_memory_balance'

export type Balancer = Readonly<{ unitId: string; properties: EngineProperties; usedByPolicy: boolean }>

/** The balancer of a cluster: its policy's, when it can be asked, with the cluster's properties; else the default one. */
export function balancerOf(cluster: Cluster, index: IndexedSnapshot, runtime: Pick<UnitRuntime, 'find'>): Balancer {
  const policy = cluster.policyId === undefined ? undefined : index.policies.get(cluster.policyId)
  const unit = policy?.balanceUnitId === undefined ? undefined : index.units.get(policy.balanceUnitId)
  if (unit === undefined || unit.internal || runtime.find(unit.name, 'balance') === undefined)
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

/** The gate's question: in this snapshot, does whoever asked for the move still want this very one? */
export const stillAskedBy =
  (runtime: Pick<UnitRuntime, 'find' | 'balance'>, advisor: Pick<SchedulerAdvisor, 'stillWants'>): StillAsked =>
  async (recommendation, snapshot) => {
    // A step of a plan is judged by the rules, not by whether somebody would ask for it alone.
    if (recommendation.kind === 'plan') return true
    const { unitId, asked, vm, from, to } = recommendation
    const { id } = recommendation.cluster
    const index = indexSnapshot(snapshot)
    const cluster = index.clusters.get(id)
    if (cluster === undefined) return false
    if (asked !== undefined) {
      return advisor.stillWants({ vmId: vm.id, fromHostId: from.id, toHostId: to.id }, asked, cluster, index)
    }
    const balancer = balancerOf(cluster, index, runtime)
    if (balancer.unitId !== unitId) return false
    const outcome = await askBalancer(cluster, index, balancer, runtime)
    const move = outcome.ok ? outcome.value.move : undefined
    return move?.vmId === vm.id && move.fromHostId === from.id && move.toHostIds.includes(to.id)
  }
