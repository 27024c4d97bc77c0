import { describe, expect, it } from 'vitest'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { evenDistributionBalance } from '../scheduling/balancers/even-distribution.ts'
import { builtInPolicies } from '../scheduling/policies/built-in-policies.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { askBalancer, balancerOf, stillAskedBy } from './ask-balancer.ts'
import { withEngineBalancers } from './engine-balancers.ts'

const own = createRuntime({ units: [builtIn(hostMemoryBalance)], elapsedMs: () => 0 })
const watched = new Map([
  ['hot', { cpuOverCommitSinceMs: 0 }],
  ['cool', { cpuOverCommitSinceMs: null }],
  ['mild', { cpuOverCommitSinceMs: null }],
])
const runtime = withEngineBalancers(own, { watched: () => watched, onUnknown: 'keep' })

const policyIdOf = (name: string) => builtInPolicies.find(policy => policy.name === name)?.id ?? ''
const host = (id: string, cpuPercent: number): Host =>
  aHost({
    id,
    name: id,
    cores: 8,
    threads: 16,
    scheduling: { sockets: 1, spm: 'none', totalVms: 2 },
    maxSchedulingMiB: 50_000,
    statistics: { memoryFreeMiB: 50_000, memoryUsedMiB: 10_000, cpuPercent },
  })
const snapshotOf = (policyName: string, hosts = [host('hot', 95), host('cool', 5), host('mild', 30)]): Snapshot =>
  aSnapshot({
    hosts,
    vms: ['v1', 'v2'].map(id => aVm({ id, name: id, hostId: 'hot', memoryMiB: 1024, pinnedHostIds: [] })),
    clusters: [aCluster({ policyId: policyIdOf(policyName), properties: {} })],
    policies: [...builtInPolicies],
    units: builtInPolicies.map(({ balanceUnitId = '' }) => ({
      id: balanceUnitId,
      name: balanceUnitId === evenDistributionBalance.id ? evenDistributionBalance.name : balanceUnitId,
      kind: 'load_balancing',
      internal: true,
      enabled: true,
      properties: {},
    })),
  })

async function ask(snapshot: Snapshot, asking: typeof runtime = runtime) {
  const index = indexSnapshot(snapshot)
  const [cluster = aCluster()] = snapshot.clusters
  const balancer = balancerOf(cluster, index, asking)
  return { unitId: balancer.unitId, outcome: await askBalancer(cluster, index, balancer, asking) }
}

describe('withEngineBalancers', () => {
  it('asks the engine’s balancer where the policy has one', async () => {
    const { unitId, outcome } = await ask(snapshotOf('evenly_distributed'))
    expect(unitId).toBe('OptimalForEvenDistribution')
    expect(outcome).toMatchObject({
      ok: true,
      value: { move: { vmId: 'v1', fromHostId: 'hot', toHostIds: ['cool', 'mild'] } },
      propertyValues: { HighUtilization: '80', CpuOverCommitDurationMinutes: '2' },
    })
  })

  it.each(['none', 'cluster_maintenance'])('leaves %s, which moves nothing, to the default', async policy => {
    expect((await ask(snapshotOf(policy))).unitId).toBe('host_memory_balance')
  })

  it('is not there unless it is asked for', async () => {
    expect((await ask(snapshotOf('evenly_distributed'), own)).unitId).toBe('host_memory_balance')
  })

  it('hands everything else on', async () => {
    expect(runtime.find('host_memory_balance', 'balance')).toEqual(own.find('host_memory_balance', 'balance'))
    expect(runtime.find('OptimalForEvenDistribution', 'filter')).toBeUndefined()
  })

  it('moves nothing and says why where all is even, and where there are no hosts', async () => {
    for (const hosts of [[host('cool', 5), host('mild', 30)], []]) {
      const { outcome } = await ask(snapshotOf('evenly_distributed', hosts))
      expect(outcome.ok && outcome.value.move).toBeUndefined()
      expect(outcome.ok && outcome.value.because.text).toMatch(/\S/)
    }
  })

  it('lets the gate ask whether the move is still wanted', async () => {
    const snapshot = snapshotOf('evenly_distributed')
    const asks = stillAskedBy(runtime)
    const move = (vm: string, to: string) =>
      aRecommendation({
        cluster: { id: aCluster().id, name: 'c' },
        unitId: 'OptimalForEvenDistribution',
        vm: { id: vm, name: vm },
        from: { id: 'hot', name: 'hot' },
        to: { id: to, name: to },
      })
    expect(await asks(move('v1', 'cool'), snapshot)).toBe(true)
    expect(await asks(move('v2', 'cool'), snapshot)).toBe(false)
    expect(await asks(move('v1', 'hot'), snapshot)).toBe(false)
  })
})
