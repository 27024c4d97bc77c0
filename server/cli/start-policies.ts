import type { PreviewPolicy } from '../api/ports.ts'
import { createClusterPolicies, type PolicyEditingDeps } from '../apply/cluster-policies.ts'
import { createPolicyContents } from '../apply/policy-contents.ts'
import { refusedBy } from '../apply/refusals.ts'
import type { ClusterPolicies, PolicyContents, Recommendations } from '../apply/services.ts'
import type { Config } from '../config/settings.ts'
import { previewPolicy } from '../cycles/preview-policy.ts'
import { type ExplainAsked, explainWithUnits } from '../runtime/explain-with-units.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import { refusalFilter } from '../scheduling/pipeline/learned-refusals.ts'
import type { EngineConnection } from './connect-engine.ts'

export type PolicyDeps = Omit<PolicyEditingDeps, 'ourUnits'> &
  Readonly<{
    engine: Pick<EngineConnection, 'clusterPolicies' | 'policyUnits'>
    /** As it is asked by whoever only looks at what would be. */
    runtime: UnitRuntime
    recommendations: Pick<Recommendations, 'list' | 'refusals'>
    watched: () => WatchedHosts
  }>

export type Policies = Readonly<{
  clusterPolicies: ClusterPolicies
  policyContents: PolicyContents
  previewPolicy: PreviewPolicy
}>

/** The policies of clusters, what they consist of, and what other ones would change. */
export function startPolicies(config: Config, deps: PolicyDeps): Policies {
  const { engine, runtime, recommendations, watched, ...shared } = deps
  const editing = { ...shared, ourUnits: () => runtime.list().map(({ unit }) => unit) }
  return {
    clusterPolicies: createClusterPolicies({ ...editing, engine: engine.clusterPolicies }),
    policyContents: createPolicyContents({ ...editing, engine: engine.policyUnits }),
    async previewPolicy(cluster, change, index, signal) {
      const onUnknown = config['scheduling.unknownFacts']
      const refusals = await recommendations.refusals(cluster.id)
      const more = [refusalFilter(refusals)]
      const explain: ExplainAsked = (asked, vm) =>
        explainWithUnits(asked.index, vm, { units: runtime, onUnknown, watched }, more)
      const previewing = {
        runtime,
        explain,
        refused: refusedBy(refusals),
        recommended: await recommendations.list({ clusterId: cluster.id, state: 'open' }),
        bandwidthMbps: config['migrations.bandwidth'],
        onUnknown,
        watched: watched(),
      }
      return previewPolicy(cluster, change, index, previewing, signal)
    },
  }
}
