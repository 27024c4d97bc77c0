import type { PolicyPreview, PreviewedAnswer } from '../../shared/api/cluster-policy.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { PolicyContent } from '../../shared/policy/unit-changes.ts'
import { type IndexedSnapshot, indexSnapshot } from '../model/indexed-snapshot.ts'
import { policyWithUnits } from '../model/policy-with-units.ts'
import type { ExplainAsked } from '../runtime/explain-with-units.ts'
import { explainBalance } from '../scheduling/explain/explain-balance.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import { type AdviseDeps, balanceOf } from './advise-cluster.ts'
import { previewDestinations } from './preview-destinations.ts'

export type PolicyChange = Readonly<{
  policyId?: string | undefined
  properties: Readonly<Record<string, string>>
  /** As if the policy had these. */
  units?: PolicyContent | undefined
}>

export type PreviewDeps = Omit<AdviseDeps, 'advisor'> &
  Readonly<{
    /** Where a VM would be placed, by all filters and weights of its cluster's policy. */
    explain: ExplainAsked
    /** What is open in the cluster now. */
    recommended: readonly Recommendation[]
    onUnknown: OnUnknown
    watched: WatchedHosts
  }>

/**
 * What the balancer of a cluster asks for and where filters and weights send the VMs that are recommended to move: now,
 * and with other properties, another policy, or other units in it. Changes nothing.
 */
export async function previewPolicy(
  cluster: Cluster,
  change: PolicyChange,
  index: IndexedSnapshot,
  deps: PreviewDeps,
  signal: AbortSignal,
): Promise<PolicyPreview> {
  const asIf = withChange(cluster, change, index)
  const answer = async (of: IndexedSnapshot): Promise<PreviewedAnswer> => {
    const { advice, proposals } = await balanceOf(of.clusters.get(cluster.id) ?? cluster, of, deps)
    const moves = proposals.flatMap(({ recommendation }) =>
      recommendation.kind === 'move'
        ? [{ vm: recommendation.vm, from: recommendation.from, to: recommendation.to, because: recommendation.because }]
        : [],
    )
    return { unitId: advice.unitId, because: advice.because, moves }
  }
  const [engineNow, engineThen] = [index, asIf].map(of =>
    engineAnswer(of.clusters.get(cluster.id) ?? cluster, of, deps),
  )
  return {
    now: await answer(index),
    changed: await answer(asIf),
    engine: { ...(engineNow && { now: engineNow }), ...(engineThen && { changed: engineThen }) },
    ...(await previewDestinations(cluster.id, deps.recommended, { now: index, changed: asIf }, deps.explain, signal)),
  }
}

/** The snapshot as it would be: whoever is asked about it needs not know that it is not so. */
function withChange(
  cluster: Cluster,
  { policyId, properties, units }: PolicyChange,
  { snapshot }: IndexedSnapshot,
): IndexedSnapshot {
  // Another policy brings its own values: what the cluster has set belongs to the one it has now.
  const isOther = policyId !== undefined && policyId !== cluster.policyId
  const changed: Cluster = isOther
    ? { ...cluster, policyId, properties }
    : { ...cluster, properties: { ...cluster.properties, ...properties } }
  return indexSnapshot({
    ...snapshot,
    clusters: snapshot.clusters.map(one => (one.id === cluster.id ? changed : one)),
    policies: snapshot.policies.map(policy =>
      units === undefined || policy.id !== changed.policyId ? policy : policyWithUnits(policy, units),
    ),
  })
}

/** The next move of the engine's own balancer; undefined: the policy has another one, or none. */
function engineAnswer(
  cluster: Cluster,
  index: IndexedSnapshot,
  { onUnknown, watched }: Pick<PreviewDeps, 'onUnknown' | 'watched'>,
): PreviewedAnswer | undefined {
  const { unit, because, attempts } = explainBalance(index, cluster, { onUnknown, watched })
  if (unit === undefined) return undefined
  const moves = attempts.flatMap(({ vm, from, to, outcome, because: why }) =>
    outcome === 'moves' && from && to ? [{ vm, from, to, because: why }] : [],
  )
  return { unitId: unit, because, moves }
}
