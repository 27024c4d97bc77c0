import { type Reason, reason, type Skipped } from '../../../shared/policy/reason.ts'
import { type Situation, vmOf } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { balancingHosts } from '../rules/balancing-hosts.ts'
import { canMigrate, type MigrationVerdict } from '../rules/can-migrate.ts'
import type { Candidate } from '../unit.ts'
import type { Decision } from './decision.ts'
import type { EffectivePolicy } from './effective-policy.ts'
import { type PlaceOptions, place } from './place.ts'

/** A VM the balancer offered, and what the scheduler made of it: it may find that the VM had better stay. */
export type Attempt = Readonly<{ vm: VmFacts; asked: Candidate; decision: Decision; isMove: boolean }>

export type BalanceRun = Readonly<{
  /** Absent: the policy has no balancer that is known here. */
  unitName?: string
  /** In the order of trying; only the last can be a move, since the engine starts at most one in a run. */
  attempts: readonly Attempt[]
  skippedHosts: readonly Skipped[]
  because: Reason
}>

/**
 * One run of the engine's load balancing over a cluster: its balancer names VMs and where they may go, the scheduler
 * chooses among those hosts and the present one, and the first VM that would leave is the move. Source: rules §9.1, §5
 * (BalanceVm).
 */
export function balanceCluster(
  policy: EffectivePolicy,
  { situation, onUnknown }: Omit<PlaceOptions, 'policy'>,
): BalanceRun {
  const { balance } = policy
  if (balance === undefined) {
    const text = `The policy ${policy.name} has no balancer of the engine.`
    return { attempts: [], skippedHosts: [], because: reason('no-balancer', text, { policy: policy.name }) }
  }
  const { taking, skipped } = balancingHosts(situation)
  const { candidates, because } = balance.balance(taking, situation)
  const attempts: Attempt[] = []
  for (const asked of candidates) {
    const attempt = tryCandidate(asked, policy, { situation, onUnknown })
    if (attempt === undefined) continue
    attempts.push(attempt)
    if (attempt.isMove) break
  }
  return { unitName: balance.name, attempts, skippedHosts: skipped, because: conclude(attempts, because) }
}

function tryCandidate(
  asked: Candidate,
  policy: EffectivePolicy,
  { situation, onUnknown }: Readonly<{ situation: Situation; onUnknown: PlaceOptions['onUnknown'] }>,
): Attempt | undefined {
  const vm = vmOf(situation, asked.vmId)
  if (vm === undefined) return undefined
  const verdict = canMigrate(vm, 'automatic')
  if (verdict.kind !== 'may') return { vm, asked, decision: staying(vm, verdict), isMove: false }
  const decision = place([vm], { allowedHostIds: new Set(asked.hostIds) }, { situation, policy, onUnknown })
  return { vm, asked, decision, isMove: decision.hostId !== undefined && decision.hostId !== vm.hostId }
}

/** In a state in which it cannot migrate the engine refuses the VM and tries the next. Source: rules §9.1, §11. */
function staying(vm: VmFacts, verdict: Exclude<MigrationVerdict, { kind: 'may' }>): Decision {
  const text = `Whether ${vm.name} may migrate cannot be told without ${'field' in verdict ? verdict.field : ''}.`
  const because = verdict.kind === 'may-not' ? verdict.reason : reason('missing-fact', text, { field: verdict.field })
  const where = vm.hostId === undefined ? {} : { hostId: vm.hostId }
  return { vmIds: [vm.id], hosts: [], leftOut: [], silentWeights: [], because, ...where }
}

function conclude(attempts: readonly Attempt[], because: Reason): Reason {
  const last = attempts.at(-1)
  if (last === undefined) return because
  if (last.isMove) return last.asked.because
  const text = `${because.text} Of ${attempts.length} VMs that were offered none would leave its host.`
  return reason('none-leaves', text, { ...because.values, offered: attempts.length })
}
