import type { Cluster } from '../../shared/model/cluster.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { BalanceResult } from '../../shared/policy/unit.ts'
import type { Advice, Proposal } from '../apply/services.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { propose } from '../planner/propose.ts'
import { proposeHostAction } from '../planner/propose-host-action.ts'
import { whyDisabled } from '../runtime/disabled-reason.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { askBalancer, type Balancer, balancerOf } from './ask-balancer.ts'
import type { SchedulerAdvisor, SchedulerOpinion } from './scheduler-advisor.ts'

export type AdviseDeps = Readonly<{
  runtime: Pick<UnitRuntime, 'find' | 'balance'>
  advisor: Pick<SchedulerAdvisor, 'advise'>
  /** The engine's words, where it refused to move a VM to a host and that still counts. */
  refused: (vmId: string, hostId: string) => string | undefined
  /** Nominal speed of the migration network, for the estimated duration of a move. */
  bandwidthMbps: number
}>

type Said = Omit<Advice, 'clusterId' | 'atMs'>
export type ClusterAnswer = Readonly<{ advice: Said; proposals: readonly Proposal[] }>

/**
 * What is to be done in a cluster now: what its scheduler asks for, and, where that leaves balancing to the policy's units,
 * what the balancer asks for. A VM is proposed once; the scheduler's word comes first.
 */
export async function adviseCluster(
  cluster: Cluster,
  index: IndexedSnapshot,
  deps: AdviseDeps,
): Promise<ClusterAnswer> {
  if (cluster.upgradeInProgress) {
    const text = `The hosts of ${cluster.name} are being upgraded; balancing pauses until that is over.`
    const { unitId } = balancerOf(cluster, index, deps.runtime)
    return { advice: said(unitId, reason('cluster-upgrading', text, { cluster: cluster.name })), proposals: [] }
  }
  const opinion = await deps.advisor.advise(cluster, index)
  const ofScheduler = proposalsOf(opinion, cluster, index, deps)
  const balance =
    opinion.balance === undefined ? await balanceOf(cluster, index, deps) : ofOpinion(opinion, opinion.balance)
  const taken = new Set(ofScheduler.proposals.flatMap(proposal => vmIdOf(proposal) ?? []))
  const { skippedHosts, skippedVms } = balance.advice
  return {
    advice: {
      ...balance.advice,
      because: withNotes(balance.advice.because, [...opinion.problems.map(sentence), ...ofScheduler.notes]),
      skippedHosts: [
        ...skippedHosts,
        ...opinion.skippedHosts.filter(({ id }) => skippedHosts.every(one => one.id !== id)),
      ],
      skippedVms: [...skippedVms, ...opinion.skippedVms.filter(({ id }) => skippedVms.every(one => one.id !== id))],
      notices: opinion.notices,
    },
    proposals: [...ofScheduler.proposals, ...balance.proposals.filter(proposal => !taken.has(vmIdOf(proposal) ?? ''))],
  }
}

const vmIdOf = ({ recommendation }: Proposal): string | undefined =>
  recommendation.kind === 'move' ? recommendation.vm.id : undefined

const said = (unitId: string, because: Reason): Said => ({
  unitId,
  because,
  skippedHosts: [],
  skippedVms: [],
  notices: [],
})

const ofOpinion = ({ schedulerId }: SchedulerOpinion, because: Reason): ClusterAnswer => ({
  advice: said(schedulerId, because),
  proposals: [],
})

/** No scheduler wanted it, and no property decided it. */
const ofHostPolicy = { unitId: 'host_policy', properties: {} } as const

function proposalsOf(
  { schedulerId: unitId, values: properties, moves, hostActions, skippedHosts, skippedVms }: SchedulerOpinion,
  cluster: Cluster,
  index: IndexedSnapshot,
  { bandwidthMbps, refused }: AdviseDeps,
): Readonly<{ proposals: readonly Proposal[]; notes: readonly string[] }> {
  const notes: string[] = []
  const proposals: Proposal[] = []
  for (const { asked, ...move } of moves) {
    const result = { move, because: move.because, skippedHosts, skippedVms }
    const by = asked === 'hostPolicy' ? ofHostPolicy : { unitId, properties }
    const proposed = propose({ index, cluster, ...by, result, bandwidthMbps, refused, asked })
    if (proposed === undefined) continue
    if ('recommendation' in proposed) proposals.push(proposed)
    else notes.push(proposed.text)
  }
  for (const { host, action, because, asked } of hostActions) {
    const proposed = proposeHostAction({ index, cluster, unitId, hostId: host.id, action, because, properties, asked })
    if (proposed !== undefined) proposals.push(proposed)
  }
  return { proposals, notes }
}

/** What the balancer of the policy's units alone asks for. */
export async function balanceOf(
  cluster: Cluster,
  index: IndexedSnapshot,
  deps: Omit<AdviseDeps, 'advisor'>,
): Promise<ClusterAnswer> {
  const { runtime, bandwidthMbps, refused } = deps
  const balancer = balancerOf(cluster, index, runtime)
  const { unitId } = balancer
  const outcome = await askBalancer(cluster, index, balancer, runtime)
  if (!outcome.ok && outcome.code === 'disabled') {
    return { advice: said(unitId, whyDisabled(unitId)), proposals: [] }
  }
  if (!outcome.ok) {
    const text = `The policy unit ${unitId} gave no answer: ${outcome.message}.`
    return {
      advice: said(unitId, reason(`unit-${outcome.code}`, text, { unit: unitId, code: outcome.code })),
      proposals: [],
    }
  }
  const notes = [
    ...outcome.problems.map(({ property, problem }) => `${property} ${problem}; its default is used.`),
    ...foreign(cluster, balancer),
  ]
  const result = resultWithNotes(outcome.value, notes)
  const properties = outcome.propertyValues
  const proposed = propose({ index, cluster, unitId, result, properties, bandwidthMbps, refused })
  const { because, skippedHosts, skippedVms } = result
  const answer = { ...said(unitId, because), skippedHosts, skippedVms }
  if (proposed === undefined) return { advice: answer, proposals: [] }
  if ('recommendation' in proposed) return { advice: answer, proposals: [proposed] }
  return { advice: { ...answer, because: withNotes(proposed, notes) }, proposals: [] }
}

const foreign = ({ name }: Cluster, { unitId, usedByPolicy }: Balancer): string[] =>
  usedByPolicy ? [] : [`The policy of ${name} does not use ${unitId}; this is its advice with default values.`]

const sentence = (problem: string): string => `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`

/** What the operator must know of how the answer came about belongs into the answer, not beside it. */
const withNotes = ({ code, text, values }: Reason, notes: readonly string[]): Reason =>
  reason(code, [text, ...notes].join(' '), values)

function resultWithNotes(result: BalanceResult, notes: readonly string[]): BalanceResult {
  if (notes.length === 0) return result
  const { move, because } = result
  return {
    ...result,
    because: withNotes(because, notes),
    ...(move && { move: { ...move, because: withNotes(move.because, notes) } }),
  }
}
