import { overCommitSince } from '../../scheduling/rules/over-commit-since.ts'
import type { Model } from '../world/model.ts'
import { hostsOnly } from './cluster-scene.ts'

/** The engine's own record of since when each host has been overloaded or idle, brought up to date with what was polled. */
export function watchLoad(model: Model): void {
  const { clusters, policies } = model.state
  model.overCommitSince = new Map(
    [...clusters.values()].flatMap(cluster => {
      const properties = { ...policies.get(cluster.policyId)?.properties, ...cluster.properties }
      return [...overCommitSince(model.overCommitSince, hostsOnly(model, cluster, properties))]
    }),
  )
}
