/** Writes a cluster's scheduling policy. Fits the ClusterPolicyPort of server/apply. */
import { policyChange } from './clusters.ts'
import type { EngineHttp } from './engine-http.ts'
import { answerOf, type EngineAnswer } from './refusal.ts'

export type PolicyChange = Readonly<{
  clusterId: string
  policyId?: string
  properties: Readonly<Record<string, string>>
  correlationId: string
}>

export type ClusterPolicyPort = Readonly<{
  /** The engine adds the given properties to those it holds; it drops the ones that the policy does not know. */
  savePolicy(change: PolicyChange, signal: AbortSignal): Promise<EngineAnswer>
}>

export const clusterPolicyPort = (http: EngineHttp): ClusterPolicyPort => ({
  savePolicy: ({ clusterId, policyId, properties, correlationId }, signal) =>
    answerOf(
      http.put(`/clusters/${encodeURIComponent(clusterId)}`, policyChange(policyId, properties), {
        correlationId,
        signal,
      }),
    ),
})
