import { balanceCluster } from '../../scheduling/pipeline/balance-cluster.ts'
import { activeScheduler, heed } from '../scheduling/ask-external.ts'
import { clusterScene } from '../scheduling/cluster-scene.ts'
import { migrateVm } from '../world/migrate-vm.ts'
import { type Model, newId, residentsOf } from '../world/model.ts'
import type { SimCluster, SimHost } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'

/**
 * One balancing run over all clusters, at most one migration in each. The engine waits between the end of a run and the
 * next, so a run that still waits for an answer is not joined by another.
 */
export function balanceClusters(model: Model): void {
  if (model.balancing) return
  model.balancing = true
  balanceAll(model)
    // The engine catches whatever a run throws, writes it to its log, and leaves the remaining clusters for the next run.
    .catch((error: unknown) => model.warn(`balancing stopped: ${String(error)}`))
    .finally(() => {
      model.balancing = false
    })
}

async function balanceAll(model: Model): Promise<void> {
  for (const cluster of model.state.clusters.values()) {
    const move = await askBalancer(model, cluster)
    if (move !== undefined) await tryMove(model, move)
  }
}

/** Throws RangeError for a policy without balancer: a mistake of the engine that ends its run, and is kept. */
async function askBalancer(model: Model, cluster: SimCluster) {
  const unitId = model.state.policies.get(cluster.policyId)?.balanceUnitId
  const unit = unitId === undefined ? undefined : model.state.units.get(unitId)
  if (unit === undefined) throw new RangeError(`the policy of cluster ${cluster.name} has no balancer`)
  if (unit.internal) return moveOfEngine(model, cluster)
  const scheduler = activeScheduler(model)
  if (scheduler === undefined || !unit.enabled) return undefined
  const hostIds = [...model.state.hosts.values()]
    .filter(host => host.clusterId === cluster.id && isQuiet(model, host))
    .map(({ id }) => id)
  return heed(model, await scheduler.runLoadBalancing(unit.name, hostIds, cluster.properties))
}

/** What the engine's own balancer would move. Where it goes is decided once more, by external units too. */
function moveOfEngine(model: Model, { id }: SimCluster) {
  const { policy, situation } = clusterScene(model, id)
  const last = balanceCluster(policy, { situation, onUnknown: 'keep' }).attempts.at(-1)
  if (last?.isMove !== true) return undefined
  return { vmId: last.vm.id, hostIds: last.asked.hostIds.filter(hostId => hostId !== last.vm.hostId) }
}

/** Up, nothing on its way in, and none of its VMs migrating. */
function isQuiet(model: Model, host: SimHost): boolean {
  if (host.status !== 'up') return false
  for (const copy of model.copies.values()) if (copy.toHostId === host.id || copy.fromHostId === host.id) return false
  for (const vm of residentsOf(model, host.id)) if (vm.status === 'wait_for_launch') return false
  return true
}

/** No hosts: any host of the cluster. That nothing can or need be moved is no fault. */
async function tryMove(model: Model, { vmId, hostIds }: Readonly<{ vmId: string; hostIds: readonly string[] }>) {
  const actor = { userId: undefined, correlationId: newId(model, 'balancing') }
  try {
    await migrateVm(model, vmId, { cause: 'balancing', onlyHostIds: hostIds }, actor)
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error
    model.warn(`balancing did not move VM ${vmId}: ${error.messages.join(' ')}`)
  }
}
