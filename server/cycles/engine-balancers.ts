import { type Reason, reason, skip } from '../../shared/policy/reason.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { BalanceQuestion } from '../runtime/question.ts'
import type { Outcome, RegisteredUnit, UnitRuntime } from '../runtime/unit-runtime.ts'
import { evenDistributionBalance } from '../scheduling/balancers/even-distribution.ts'
import { evenGuestsBalance } from '../scheduling/balancers/even-guests.ts'
import { powerSavingBalance } from '../scheduling/balancers/power-saving.ts'
import { clusterScene, type WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import { type Attempt, type BalanceRun, balanceCluster } from '../scheduling/pipeline/balance-cluster.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'

type Balancing = Pick<UnitRuntime, 'find' | 'balance'>
export type EngineBalancersOptions = Readonly<{ watched: () => WatchedHosts; onUnknown: OnUnknown }>

const engineBalancers = [evenDistributionBalance, powerSavingBalance, evenGuestsBalance]

/** Whether it is one of the engine's balancers that move anything, by its id. */
export const isEngineBalancer = (unitId: string): boolean => engineBalancers.some(({ id }) => id === unitId)

/** A runtime that also answers for the engine's own balancers, by their names, as the engine's scheduler would. */
export function withEngineBalancers(runtime: Balancing, options: EngineBalancersOptions): Balancing {
  const isOne = (name: string) => engineBalancers.some(balancer => balancer.name === name)
  return {
    find: (name, offering) => (offering === 'balance' && isOne(name) ? registered(name) : runtime.find(name, offering)),
    balance: async (name, question, properties) =>
      isOne(name) ? answer(name, question, options) : runtime.balance(name, question, properties),
  }
}

const registered = (name: string): RegisteredUnit => ({
  unit: { id: name, description: 'A balancer of the engine', parameters: {}, functions: ['balance'] },
  source: 'engine',
  kind: 'built-in',
  isolation: 'none',
})

function answer(
  name: string,
  { facts }: BalanceQuestion,
  { watched, onUnknown }: EngineBalancersOptions,
): Outcome<BalanceResult> {
  if (!facts.ok) return { ok: false, code: 'no-facts', message: facts.why, failsClosed: false }
  const index = indexSnapshot(facts.value.snapshot)
  const cluster = index.clusters.get(facts.value.hosts[0]?.clusterId ?? '')
  if (cluster === undefined) return { ok: true, value: nothing(noHosts), problems: [], propertyValues: {} }
  const { policy, situation } = clusterScene(index, cluster, watched())
  const run = balanceCluster(policy, { situation, onUnknown })
  const known = engineBalancers.find(balancer => balancer.name === name)?.properties ?? []
  const values = Object.entries(policy.properties).filter(([property]) => known.includes(property))
  return { ok: true, value: resultOf(run), problems: [], propertyValues: Object.fromEntries(values) }
}

const noHosts = reason('no-hosts', 'The cluster has no hosts.')
const nothing = (because: Reason): BalanceResult => ({ because, skippedHosts: [], skippedVms: [] })

function resultOf({ attempts, skippedHosts, because }: BalanceRun): BalanceResult {
  const last = attempts.at(-1)
  const stayed = attempts.filter(({ isMove }) => !isMove)
  return {
    ...(last?.isMove && last.vm.hostId !== undefined && { move: moveOf(last, last.vm.hostId) }),
    because,
    skippedHosts,
    skippedVms: stayed.map(({ vm, decision }) => skip(vm, decision.because)),
  }
}

/** The other hosts follow in the scheduler's own order. */
function moveOf({ vm, asked, decision }: Attempt, fromHostId: string): NonNullable<BalanceResult['move']> {
  const ranked = decision.ranking?.hosts.map(({ hostId }) => hostId) ?? []
  const toHostIds = [...new Set([decision.hostId ?? '', ...ranked])].filter(id => id !== '' && id !== fromHostId)
  return { vmId: vm.id, fromHostId, toHostIds, because: asked.because }
}
