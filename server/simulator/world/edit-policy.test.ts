import { describe, expect, it } from 'vitest'
import { admin, aWorld } from '../../../test/fakes/sim-world.ts'
import { noneBalance } from '../../scheduling/balancers/none.ts'
import { cpuFilter } from '../../scheduling/filters/cpu.ts'
import { memoryFilter } from '../../scheduling/filters/memory.ts'
import { evenCpuWeight } from '../../scheduling/weights/even-cpu.ts'
import { hostMemoryBalanceId } from '../seed/external-units.ts'
import { policyIds } from '../seed/policies.ts'
import type { World } from './world.ts'

function defaultCluster(world: World) {
  const cluster = [...world.state.clusters.values()].find(({ name }) => name === 'Default')
  if (cluster === undefined) throw new Error('no cluster Default')
  return cluster
}

describe('updateCluster', () => {
  it('merges properties, completes them from the policy and drops what the policy does not know', () => {
    const world = aWorld()
    const cluster = defaultCluster(world)
    world.updateCluster(cluster.id, { properties: { minimum_host_memoryMB: '900', colour: 'red' } }, admin(world))
    expect(cluster.properties).toMatchObject({ minimum_host_memoryMB: '900', safe_selection: 'true' })
    expect(cluster.properties).not.toHaveProperty('colour')
    world.updateCluster(cluster.id, { policyId: policyIds.powerSaving }, admin(world))
    expect(cluster.properties).toEqual({
      HeSparesCount: '0',
      CpuOverCommitDurationMinutes: '2',
      HighUtilization: '80',
      LowUtilization: '20',
    })
    expect(world.state.events.map(({ code }) => code)).toEqual([811, 811])
  })

  const refused = [
    { why: 'a value that does not match', change: { properties: { safe_selection: 'maybe' } }, kind: 'invalid' },
    { why: 'a value that matches only in part', change: { properties: { HighUtilization: '80x' } }, kind: 'invalid' },
    { why: 'a policy that is not there', change: { policyId: 'none' }, kind: 'invalid' },
    { why: 'a name in use', change: { name: 'Lab' }, kind: 'conflict' },
  ]
  for (const { why, change, kind } of refused) {
    it(`refuses ${why} and changes nothing`, () => {
      const world = aWorld()
      const cluster = defaultCluster(world)
      const before = structuredClone(cluster)
      expect(() => world.updateCluster(cluster.id, change, admin(world))).toThrow(expect.objectContaining({ kind }))
      expect(cluster).toEqual(before)
    })
  }
})

describe('a policy', () => {
  it('is made, given units, used, freed and removed', () => {
    const world = aWorld()
    const { id } = world.addPolicy({ name: 'mine', properties: { HighUtilization: '70' } }, admin(world))
    world.addPolicyItem(id, { unitId: memoryFilter.id, as: 'filter' }, admin(world))
    world.addPolicyItem(id, { unitId: evenCpuWeight.id, as: 'weight', factor: 3 }, admin(world))
    world.addPolicyItem(id, { unitId: noneBalance.id, as: 'balance' }, admin(world))
    expect(world.state.policies.get(id)).toMatchObject({
      filters: [{ unitId: memoryFilter.id, position: 0 }],
      weights: [{ unitId: evenCpuWeight.id, factor: 3 }],
      balanceUnitId: noneBalance.id,
    })
    const cluster = defaultCluster(world)
    world.updateCluster(cluster.id, { policyId: id }, admin(world))
    expect(() => world.removePolicy(id, admin(world))).toThrow(/used by Default/)
    world.updateCluster(cluster.id, { policyId: policyIds.none }, admin(world))
    world.removePolicyItem(id, { unitId: noneBalance.id, as: 'balance' }, admin(world))
    world.removePolicy(id, admin(world))
    expect(world.state.policies.has(id)).toBe(false)
    expect(world.state.events.map(({ code }) => code)).toEqual([9910, 9912, 9912, 9912, 811, 811, 9912, 9914])
  })

  const refused: { why: string; act: (world: World, id: string) => void }[] = [
    { why: 'a change of a locked one', act: w => w.updatePolicy(policyIds.none, { name: 'x' }, admin(w)) },
    { why: 'a name in use', act: (w, id) => w.updatePolicy(id, { name: 'none' }, admin(w)) },
    { why: 'no name', act: w => w.addPolicy({ name: '' }, admin(w)) },
    { why: 'an unknown property', act: (w, id) => w.updatePolicy(id, { properties: { x: '1' } }, admin(w)) },
    { why: 'an unknown unit', act: (w, id) => w.addPolicyItem(id, { unitId: 'x', as: 'filter' }, admin(w)) },
    {
      why: 'a unit of another kind',
      act: (w, id) => w.addPolicyItem(id, { unitId: evenCpuWeight.id, as: 'filter' }, admin(w)),
    },
    {
      why: 'the same unit twice',
      act: (w, id) => w.addPolicyItem(id, { unitId: memoryFilter.id, as: 'filter' }, admin(w)),
    },
    {
      why: 'a second first filter',
      act: (w, id) => w.addPolicyItem(id, { unitId: cpuFilter.id, as: 'filter', position: -1 }, admin(w)),
    },
    {
      why: 'a negative factor',
      act: (w, id) => w.addPolicyItem(id, { unitId: evenCpuWeight.id, as: 'weight', factor: -1 }, admin(w)),
    },
  ]
  for (const { why, act } of refused) {
    it(`is refused ${why}, and stays as it was`, () => {
      const world = aWorld()
      const { id } = world.addPolicy({ name: 'mine' }, admin(world))
      world.addPolicyItem(id, { unitId: memoryFilter.id, as: 'filter', position: -1 }, admin(world))
      const before = structuredClone([...world.state.policies.values()])
      expect(() => act(world, id)).toThrow(expect.objectContaining({ kind: 'invalid' }))
      expect([...world.state.policies.values()]).toEqual(before)
    })
  }
})

describe('removeUnit', () => {
  it('removes only units from outside that no policy uses', () => {
    const world = aWorld()
    expect(() => world.removeUnit(memoryFilter.id, admin(world))).toThrow(expect.objectContaining({ kind: 'invalid' }))
    expect(() => world.removeUnit(hostMemoryBalanceId, admin(world))).toThrow(/used by memory_balanced/)
    world.removePolicyItem(policyIds.memoryBalanced, { unitId: hostMemoryBalanceId, as: 'balance' }, admin(world))
    world.removeUnit(hostMemoryBalanceId, admin(world))
    expect(world.state.units.has(hostMemoryBalanceId)).toBe(false)
  })
})
