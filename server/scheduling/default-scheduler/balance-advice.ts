import { skip } from '../../../shared/policy/reason.ts'
import type { SchedulerAdvice } from '../../../shared/sdk/scheduler.ts'
import { type Attempt, balanceCluster } from '../pipeline/balance-cluster.ts'
import { rankedHosts } from '../pipeline/ranked-hosts.ts'
import type { SchedulerScene } from './scheduler-scene.ts'

/** What the engine's balancer would move next, as its scheduler would place it: at most one VM in a run. */
export function balanceAdvice({ policy, situation, onUnknown }: SchedulerScene): SchedulerAdvice {
  const { attempts, skippedHosts, because } = balanceCluster(policy, { situation, onUnknown })
  const last = attempts.at(-1)
  return {
    because,
    moves: last?.isMove ? [moveOf(last)] : [],
    skippedHosts,
    skippedVms: attempts.filter(({ isMove }) => !isMove).map(({ vm, decision }) => skip(vm, decision.because)),
  }
}

/** What the engine's balancers say of a source that is beyond a limit, not merely less even than others. */
const overloaded: ReadonlySet<string> = new Set(['cpu-load-high', 'vcpu-ratio-high', 'memory-short'])

/** The other hosts follow in the scheduler's own order. */
function moveOf({ vm, asked, decision }: Attempt) {
  const toHostIds = rankedHosts(decision).flatMap(({ hostId }) => (hostId === vm.hostId ? [] : [hostId]))
  return { vmId: vm.id, toHostIds, because: asked.because, limitBroken: overloaded.has(asked.because.code) }
}
