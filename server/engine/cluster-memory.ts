import type { ClusterMemory } from '../../shared/model/cluster.ts'
import { flag, orAbsent, requiredFlag } from './wire.ts'

/** Nothing is told unless both can be read; where pages may be merged is then Linux's own choice: anywhere. */
export const toClusterMemory = (wire: unknown): ClusterMemory | undefined =>
  orAbsent(() => ({
    ballooning: requiredFlag(wire, 'ballooning_enabled'),
    ksm: requiredFlag(wire, 'ksm.enabled'),
    ksmMergeAcrossNodes: flag(wire, 'ksm.merge_across_nodes', true),
  }))
