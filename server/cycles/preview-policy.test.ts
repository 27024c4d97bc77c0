import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { type PolicyChange, previewPolicy } from './preview-policy.ts'

const runtime = createRuntime({ units: [builtIn(hostMemoryBalance)], elapsedMs: () => 0 })
const unit = { id: 'u', name: 'host_memory_balance', type: 'load_balancing', enabled: true, internal: false } as const
const policyOf = (id: string, properties: Record<string, string>) =>
  ({ id, name: id, locked: false, balanceUnitId: 'u', filterUnitIds: [], weightUnits: [], properties }) as never
const cluster = aCluster({ policyId: 'mine', properties: { minimum_host_memoryMB: '200' } })
/** host1 has 300 MiB free. */
const snapshot = {
  ...aSnapshot({
    clusters: [cluster],
    hosts: [aHost({ statistics: { memoryFreeMiB: 300 } }), aHost({ id: 'host2' })],
    vms: [aVm()],
  }),
  policies: [policyOf('mine', {}), policyOf('strict', { minimum_host_memoryMB: '400' })],
  units: [unit as never],
}

async function preview(change: PolicyChange) {
  const index = indexSnapshot(snapshot)
  const { now, changed } = await previewPolicy(cluster, change, index, {
    runtime,
    refused: () => undefined,
    bandwidthMbps: 1000,
  })
  const shown = ({ because, moves }: typeof now) =>
    moves.length === 0 ? because.code : moves.map(({ vm, to }) => `${vm.id} to ${to.id}`)
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
})
