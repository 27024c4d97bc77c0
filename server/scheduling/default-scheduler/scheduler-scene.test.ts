import { describe, expect, it } from 'vitest'
import type { SchedulingPolicy } from '../../../shared/model/cluster.ts'
import type { SchedulerContext } from '../../../shared/sdk/scheduler.ts'
import { aCluster, aSnapshot } from '../../../test/fakes/builders.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { evenDistributionBalance } from '../balancers/even-distribution.ts'
import { evenGuestsBalance } from '../balancers/even-guests.ts'
import { noneBalance } from '../balancers/none.ts'
import { powerSavingBalance } from '../balancers/power-saving.ts'
import { mandatoryFilters } from '../engine-units.ts'
import { memoryFilter } from '../filters/memory.ts'
import { swapFilter } from '../filters/swap.ts'
import { clusterScene } from '../from-snapshot/cluster-scene.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { evenGuestsWeight } from '../weights/even-guests.ts'
import { schedulerScene } from './scheduler-scene.ts'

type Values = Readonly<Record<string, string | number | boolean>>
type Asked = Readonly<{
  policy: string
  values?: Values
  given?: readonly string[]
  /** Of the cluster, and of its own policy. */
  cluster?: Readonly<Record<string, string>>
  own?: Readonly<Record<string, string>>
}>

/** The cluster's own policy: two filters, a weight and a balancer that no built-in policy has together. */
const anOwnPolicy = (properties: Readonly<Record<string, string>>): SchedulingPolicy => ({
  id: 'own',
  name: 'own',
  locked: false,
  properties,
  filters: [memoryFilter, swapFilter].map(({ id }) => ({ unitId: id, position: 0 })),
  weights: [{ unitId: evenGuestsWeight.id, factor: 7 }],
  balanceUnitId: evenGuestsBalance.id,
})
const watched = new Map([['host1', { cpuOverCommitSinceMs: 5 }]])

function ask({ policy, values = {}, given = Object.keys(values), cluster: properties = {}, own = {} }: Asked) {
  const cluster = aCluster({ policyId: 'own', properties })
  const snapshot = aSnapshot({ clusters: [cluster], policies: [anOwnPolicy(own)] })
  const { hosts, vms } = snapshot
  const fetch = () => Promise.reject(new Error('fetches nothing'))
  const context: SchedulerContext = {
    snapshot,
    cluster,
    hosts,
    vms,
    vmsOn: () => [],
    policy,
    given,
    selected: [],
    fetch,
  }
  const scene = schedulerScene(context, values, { watched: () => watched, onUnknown: 'drop' })
  return { scene, own: clusterScene(indexSnapshot(snapshot), cluster, watched) }
}

const weightsOf = (name: string) => builtInPolicies.find(policy => policy.name === name)?.weights

describe('schedulerScene', () => {
  it.each(['PolicyUnits', 'ClusterPolicy', 'unheard-of'])('leaves the cluster’s own policy to %s', policy => {
    const { scene, own } = ask({ policy, own: { HighUtilization: '60' } })
    expect(scene.policy).toBe(own.policy)
    expect(scene.situation).toBe(own.situation)
  })

  it.each([
    { policy: 'None', name: 'none', balance: noneBalance },
    { policy: 'EvenlyDistribute', name: 'evenly_distributed', balance: evenDistributionBalance },
    { policy: 'PowerSave', name: 'power_saving', balance: powerSavingBalance },
    { policy: 'EvenGuests', name: 'vm_evenly_distributed', balance: evenGuestsBalance },
  ])('$policy: weights and balancer of $name, filters of the cluster', ({ policy, name, balance }) => {
    const { weights, filters, balance: unit } = ask({ policy }).scene.policy
    expect(weights.map(({ unit: { id: unitId }, factor }) => ({ unitId, factor }))).toEqual(weightsOf(name))
    expect(unit).toBe(balance)
    expect(filters).toEqual([...mandatoryFilters, memoryFilter, swapFilter])
  })

  it('hands on what was watched and what unknown facts mean', () => {
    const { situation, onUnknown } = ask({ policy: 'None' }).scene
    expect([situation.hosts[0]?.cpuOverCommitSinceMs, onUnknown]).toEqual([5, 'drop'])
  })

  const HighUtilization = 70
  const cases: { why: string; asked: Asked; expected: Readonly<Record<string, string | undefined>> }[] = [
    { why: 'of the policy that is named', asked: { policy: 'PowerSave' }, expected: { LowUtilization: '20' } },
    {
      why: 'of the policy that is named, before those of the cluster’s policy',
      asked: { policy: 'PowerSave', own: { HighUtilization: '60', LowUtilization: '10' } },
      expected: { HighUtilization: '80', LowUtilization: '20' },
    },
    {
      why: 'of the cluster before those of the policy that is named',
      asked: { policy: 'PowerSave', cluster: { HighUtilization: '65' } },
      expected: { HighUtilization: '65', LowUtilization: '20' },
    },
    {
      why: 'of the cluster, also one that the policy that is named does not list',
      asked: { policy: 'PowerSave', cluster: { HostsInReserve: '2' }, own: { HostsInReserve: '0' } },
      expected: { HostsInReserve: '2' },
    },
    {
      why: 'that are given before those of the cluster',
      asked: { policy: 'PowerSave', values: { HighUtilization }, cluster: { HighUtilization: '65' } },
      expected: { HighUtilization: '70', LowUtilization: '20' },
    },
    {
      why: 'that are given, whatever the policy',
      asked: {
        policy: 'ClusterPolicy',
        values: { HighUtilization },
        own: { HighUtilization: '60', HeSparesCount: '1' },
      },
      expected: { HighUtilization: '70', HeSparesCount: '1' },
    },
    {
      why: 'that are given, as the engine writes them',
      asked: { policy: 'PowerSave', values: { EnableAutomaticHostPowerManagement: true } },
      expected: { EnableAutomaticHostPowerManagement: 'true' },
    },
    {
      why: 'but no inputs that only hold their defaults',
      asked: { policy: 'EvenlyDistribute', values: { HighUtilization }, given: [] },
      expected: { HighUtilization: '80' },
    },
    {
      why: 'that only filters read: of the cluster, since its filters stay',
      asked: { policy: 'EvenlyDistribute', own: { HeSparesCount: '2', MaximumAllowedSwapUsage: '30' } },
      expected: { HeSparesCount: '2', MaximumAllowedSwapUsage: '30' },
    },
    {
      why: 'that only filters read, where the policy balances nothing',
      asked: { policy: 'None', own: { HighUtilization: '60' } },
      expected: { HighUtilization: '60' },
    },
    {
      why: 'but no limit of memory where it is given as 0',
      asked: {
        policy: 'PowerSave',
        values: { MinFreeMemoryForUnderUtilized: 0, MaxFreeMemoryForOverUtilized: 0 },
        cluster: { MinFreeMemoryForUnderUtilized: '5000' },
        own: { MinFreeMemoryForUnderUtilized: '1' },
      },
      expected: { MinFreeMemoryForUnderUtilized: undefined, MaxFreeMemoryForOverUtilized: undefined },
    },
    {
      why: 'and the limit of memory that is given',
      asked: { policy: 'PowerSave', values: { MinFreeMemoryForUnderUtilized: 1 } },
      expected: { MinFreeMemoryForUnderUtilized: '1' },
    },
  ]
  it.each(cases)('takes properties $why', ({ asked, expected }) => {
    const { policy, situation } = ask(asked).scene
    const names = Object.keys(expected)
    expect(Object.fromEntries(names.map(name => [name, situation.properties[name]]))).toEqual(expected)
    expect(policy.properties).toEqual(situation.properties)
  })
})
