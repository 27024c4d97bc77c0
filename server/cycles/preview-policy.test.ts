import { describe, expect, it } from 'vitest'
import type { PreviewedAnswer } from '../../shared/api/cluster-policy.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { evenDistributionBalance } from '../scheduling/balancers/even-distribution.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { type PolicyChange, type PreviewDeps, previewPolicy } from './preview-policy.ts'

const runtime = createRuntime({ units: [builtIn(hostMemoryBalance)], elapsedMs: () => 0 })
const unit = {
  id: 'u',
  name: 'host_memory_balance',
  kind: 'load_balancing',
  enabled: true,
  internal: false,
  properties: {},
} as const
const policyOf = (id: string, properties: Record<string, string>) =>
  ({ id, name: id, locked: false, balanceUnitId: 'u', filters: [], weights: [], properties }) as const
const cluster = aCluster({ policyId: 'mine', properties: { minimum_host_memoryMB: '200' } })
/** host1 has 300 MiB free. */
const snapshot = {
  ...aSnapshot({
    clusters: [cluster],
    hosts: [aHost({ statistics: { memoryFreeMiB: 300 } }), aHost({ id: 'host2' })],
    vms: [aVm()],
  }),
  policies: [policyOf('mine', {}), policyOf('strict', { minimum_host_memoryMB: '400' })],
  units: [unit],
}

const deps: PreviewDeps = {
  runtime,
  refused: () => undefined,
  bandwidthMbps: 1000,
  recommended: [],
  onUnknown: 'keep',
  watched: new Map(),
  explain: async () => undefined,
}
const { signal } = new AbortController()
const shown = ({ because, moves }: PreviewedAnswer) =>
  moves.length === 0 ? because.code : moves.map(({ vm, to }) => `${vm.id} to ${to.id}`)

async function preview(change: PolicyChange) {
  const { now, changed } = await previewPolicy(cluster, change, indexSnapshot(snapshot), deps, signal)
  return [shown(now), shown(changed)]
}

describe('previewPolicy', () => {
  it.each([
    { why: 'a higher minimum', change: { properties: { minimum_host_memoryMB: '400' } }, expected: ['vm1 to host2'] },
    {
      why: 'the same minimum',
      change: { properties: { minimum_host_memoryMB: '200' } },
      expected: 'no-host-below-minimum',
    },
    {
      why: 'another policy, with its own values',
      change: { policyId: 'strict', properties: {} },
      expected: ['vm1 to host2'],
    },
    {
      why: 'another policy with a value for it',
      change: { policyId: 'strict', properties: { minimum_host_memoryMB: '100' } },
      expected: 'no-host-below-minimum',
    },
  ])('says what $why would bring beside what holds now', async ({ change, expected }) =>
    expect(await preview(change)).toEqual(['no-host-below-minimum', expected]),
  )

  it('asks the balancer of units that are not saved, the engine’s own too, and changes no snapshot', async () => {
    const units = { filters: [], weights: [], balanceUnitId: evenDistributionBalance.id }
    const { changed, engine } = await previewPolicy(
      cluster,
      { properties: {}, units },
      indexSnapshot(snapshot),
      deps,
      signal,
    )
    expect(changed.because.text).toContain('does not use host_memory_balance')
    expect(engine).toEqual({ changed: expect.objectContaining({ unitId: 'OptimalForEvenDistribution' }) })
    expect(snapshot.policies.map(({ balanceUnitId }) => balanceUnitId)).toEqual(['u', 'u'])
  })
})
