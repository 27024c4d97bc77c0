import type { PolicyPreview, PreviewedAnswer } from '../../shared/api/cluster-policy.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { type AdviseDeps, balanceOf } from './advise-cluster.ts'

export type PolicyChange = Readonly<{ policyId?: string | undefined; properties: Readonly<Record<string, string>> }>

/** What the balancer of a cluster asks for now, and what it would with other properties or another policy. Changes nothing. */
export async function previewPolicy(
  cluster: Cluster,
  { policyId, properties }: PolicyChange,
  index: IndexedSnapshot,
  deps: Omit<AdviseDeps, 'advisor'>,
): Promise<PolicyPreview> {
  // Another policy brings its own values: what the cluster has set belongs to the one it has now.
  const isOther = policyId !== undefined && policyId !== cluster.policyId
  const changed: Cluster = isOther
    ? { ...cluster, policyId, properties }
    : { ...cluster, properties: { ...cluster.properties, ...properties } }
  const answer = async (of: Cluster): Promise<PreviewedAnswer> => {
    const { advice, proposals } = await balanceOf(of, index, deps)
    const moves = proposals.flatMap(({ recommendation }) =>
      recommendation.kind === 'move'
        ? [{ vm: recommendation.vm, from: recommendation.from, to: recommendation.to, because: recommendation.because }]
        : [],
    )
    return { unitId: advice.unitId, because: advice.because, moves }
  }
  return { now: await answer(cluster), changed: await answer(changed) }
}
