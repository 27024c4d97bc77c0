import { describe, expect, it } from 'vitest'
import { toClusterMemory } from './cluster-memory.ts'
import { toCluster } from './clusters.ts'

describe('toClusterMemory', () => {
  const cases: { why: string; wire: object; expected: object | undefined }[] = [
    {
      why: 'all three, which the engine writes as text',
      wire: { ballooning_enabled: 'true', ksm: { enabled: 'false', merge_across_nodes: 'false' } },
      expected: { ballooning: true, ksm: false, ksmMergeAcrossNodes: false },
    },
    {
      why: 'no word on NUMA nodes',
      wire: { ballooning_enabled: false, ksm: { enabled: true } },
      expected: { ballooning: false, ksm: true, ksmMergeAcrossNodes: true },
    },
    { why: 'nothing without KSM', wire: { ballooning_enabled: true }, expected: undefined },
    { why: 'nothing without ballooning', wire: { ksm: { enabled: true } }, expected: undefined },
    {
      why: 'nothing of what cannot be read',
      wire: { ballooning_enabled: 'maybe', ksm: { enabled: true } },
      expected: undefined,
    },
  ]
  it.each(cases)('reads $why', ({ wire, expected }) => expect(toClusterMemory(wire)).toEqual(expected))

  it('does not lose a cluster over it', () => {
    expect(toCluster({ id: 'c1', name: 'Default', ksm: 3 })).not.toHaveProperty('memory')
  })
})
