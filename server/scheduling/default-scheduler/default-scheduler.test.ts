import { describe, expect, it } from 'vitest'
import { aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { ask, policyIdOf, scene } from '../../../test/fakes/default-scheduler.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'

describe('loadBalance', () => {
  const moved = async (policy: string, values = {}, snapshot = scene()) => {
    const advice = await ask('loadBalance', { policy, values }, snapshot)
    return advice?.moves?.map(({ vmId, toHostIds, limitBroken }) => [vmId, toHostIds?.[0], limitBroken])
  }

  it.each([
    { policy: 'EvenlyDistribute', why: 'leaves the overloaded host', values: {}, expected: [['v1', 'cool', true]] },
    {
      policy: 'EvenlyDistribute',
      why: 'within the limit that is given',
      values: { HighUtilization: 99 },
      expected: [],
    },
    { policy: 'PowerSave', why: 'leaves the overloaded host first', values: {}, expected: [['v1', 'mild', true]] },
    {
      policy: 'PowerSave',
      why: 'then the idle one',
      values: { HighUtilization: 99 },
      expected: [['v2', 'hot', false]],
    },
    { policy: 'None', why: 'moves nothing', values: {}, expected: [] },
    { policy: 'EvenGuests', why: 'is content with a VM each', values: {}, expected: [] },
    { policy: 'ClusterPolicy', why: 'as the cluster’s policy, none', values: {}, expected: [] },
    { policy: 'PolicyUnits', why: 'has no say', values: {}, expected: undefined },
  ])('$policy $why', async ({ policy, values, expected }) => expect(await moved(policy, values)).toEqual(expected))

  it('follows the policy of the cluster, and its properties', async () => {
    const even = { policyId: policyIdOf('evenly_distributed') }
    expect(await moved('ClusterPolicy', {}, scene({}, even))).toEqual([['v1', 'cool', true]])
    expect(await moved('ClusterPolicy', {}, scene({}, { ...even, properties: { HighUtilization: '99' } }))).toEqual([])
  })

  it('has no say where the policy’s balancer is not the engine’s', async () => {
    const [policy = expect.fail('no policies')] = builtInPolicies
    const policies = [{ ...policy, id: 'own', balanceUnitId: 'external' }]
    expect(await moved('ClusterPolicy', {}, scene({ policies }, { policyId: 'own' }))).toBeUndefined()
    expect(await moved('EvenlyDistribute', {}, scene({ policies }, { policyId: 'own' }))).toHaveLength(1)
  })

  it('keeps to the filters of the cluster, whatever its policy', async () => {
    const pinned = [aVm({ id: 'v1', hostId: 'hot', placement: 'pinned', pinnedHostIds: ['hot'] })]
    expect(await moved('EvenlyDistribute', {}, scene({ vms: pinned }))).toEqual([])
  })
})

describe('the host selector', () => {
  const candidates = [{ hostId: 'mild' }, { hostId: 'cool' }]
  const select = (policy: string, offered = candidates, snapshot = scene()) =>
    ask<{ hostId?: string }>('selectHost', { policy, vmId: 'v1', candidates: offered }, snapshot)

  it('chooses by the weights of the policy, among the candidates alone', async () => {
    expect([(await select('EvenlyDistribute')).hostId, (await select('PowerSave')).hostId]).toEqual(['cool', 'mild'])
    expect((await select('EvenlyDistribute', [{ hostId: 'mild' }])).hostId).toBe('mild')
  })
  it('chooses none where there are none', async () => expect((await select('None', [])).hostId).toBeUndefined())
  it('says whether there are any', async () => {
    expect(await ask('hasAnyHosts', { vmId: 'v1', candidates })).toBe(true)
    expect(await ask('hasAnyHosts', { vmId: 'v1', candidates: [] })).toBe(false)
  })
  it('knows what was selected', async () => {
    const selected = ['mild', 'cool'].map(hostId => ({ vmId: 'v1', hostId, atMs: NOON_MS }))
    expect(await ask('selectedHosts', { selected })).toEqual(['mild', 'cool'])
  })
})
