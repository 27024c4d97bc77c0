import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { EngineBalance } from '../../../shared/plan/placement.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import { clusterScene } from '../from-snapshot/cluster-scene.ts'
import { type Attempt, balanceCluster } from '../pipeline/balance-cluster.ts'
import type { ExplainOptions } from './explain-vm.ts'

/** The next run of the engine's own balancer over a cluster, as people read it. External units are not asked. */
export function explainBalance(
  index: IndexedSnapshot,
  cluster: Cluster,
  { onUnknown, watched }: Pick<ExplainOptions, 'onUnknown' | 'watched'>,
): EngineBalance {
  const { policy, situation } = clusterScene(index, cluster, watched)
  const { unitName, attempts, skippedHosts, because } = balanceCluster(policy, { situation, onUnknown })
  return {
    cluster: { id: cluster.id, name: cluster.name },
    policy: { id: policy.id, name: policy.name },
    ...(unitName !== undefined && { unit: unitName }),
    because,
    attempts: attempts.map(attempt => attemptView(attempt, index)),
    skippedHosts: [...skippedHosts],
    snapshotTakenAtMs: index.snapshot.takenAtMs,
  }
}

function attemptView(
  { vm, asked, decision, isMove }: Attempt,
  { hosts }: IndexedSnapshot,
): EngineBalance['attempts'][number] {
  const named = (id: string | undefined): Named | undefined =>
    id === undefined ? undefined : { id, name: hosts.get(id)?.name ?? id }
  const from = named(vm.hostId)
  const to = named(decision.hostId)
  return {
    vm: { id: vm.id, name: vm.name },
    ...(from && { from }),
    ...(to && { to }),
    outcome: isMove ? 'moves' : to === undefined ? 'nowhere' : 'stays',
    because: asked.because,
    decision: decision.because,
  }
}
