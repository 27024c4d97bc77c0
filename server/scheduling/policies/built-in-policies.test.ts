import { describe, expect, it } from 'vitest'
import { commonFilters, engineUnits, mandatoryFilters } from '../engine-units.ts'
import { effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from './built-in-policies.ts'

const known = { units: engineUnits, mandatory: mandatoryFilters }

describe('the engine’s units', () => {
  it('are all there', () => {
    const count = (kind: string) => engineUnits.filter(unit => unit.kind === kind).length
    expect({ mandatory: mandatoryFilters.length, filters: count('filter') }).toEqual({ mandatory: 8, filters: 25 })
    expect({ weights: count('weight'), balancers: count('load_balancing') }).toEqual({ weights: 14, balancers: 4 })
  })

  it('have ids of their own, and names of their own within a kind', () => {
    expect(new Set(engineUnits.map(({ id }) => id)).size).toBe(engineUnits.length)
    expect(new Set(engineUnits.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(engineUnits.length)
    for (const { id } of engineUnits) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })
})

describe('the built-in policies', () => {
  it.each(builtInPolicies)('$name uses only units that are known', policy => {
    expect(effectivePolicy(policy, {}, known).others).toEqual([])
  })

  it.each([
    { name: 'none', id: 'b4ed2332-a7ac-4d5f-9596-99a439cb2812', balance: 'None', filters: 23 },
    {
      name: 'evenly_distributed',
      id: '20d25257-b4bd-4589-92a6-c4c5c5d3fd1a',
      balance: 'OptimalForEvenDistribution',
      filters: 23,
    },
    { name: 'power_saving', id: '5a2b0939-7d46-4b73-a469-e9c2c7fc6a53', balance: 'OptimalForPowerSaving', filters: 23 },
    {
      name: 'vm_evenly_distributed',
      id: '8d5d7bec-68de-4a67-b53e-0ac54686d579',
      balance: 'OptimalForEvenGuestDistribution',
      filters: 23,
    },
    { name: 'cluster_maintenance', id: '7677771e-5eab-422e-83fa-dc04080d21b7', balance: 'None', filters: 24 },
  ])('$name has its id, balancer and filters', ({ name, id, balance, filters }) => {
    const policy = builtInPolicies.find(each => each.name === name)
    if (policy === undefined) throw new Error(`${name} is missing`)
    expect(policy.id).toBe(id)
    const effective = effectivePolicy(policy, {}, known)
    expect(effective.balance?.name).toBe(balance)
    expect(effective.filters).toHaveLength(filters)
  })

  it('asks the filters in the engine’s order', () => {
    const [none, , , , maintenance] = builtInPolicies.map(policy => effectivePolicy(policy, {}, known))
    expect(none?.filters).toEqual([...mandatoryFilters, ...commonFilters])
    expect(maintenance?.filters[mandatoryFilters.length]?.name).toBe('ClusterInMaintenance')
  })

  it.each([
    { name: 'none', expected: { OptimalForCpuEvenDistribution: 2, OptimalForMemoryEvenDistribution: 1 } },
    { name: 'power_saving', expected: { OptimalForCpuPowerSaving: 2, OptimalForMemoryPowerSaving: 1 } },
    { name: 'vm_evenly_distributed', expected: { OptimalForEvenGuestDistribution: 2 } },
  ])('$name weighs with the engine’s factors', ({ name, expected }) => {
    const policy = builtInPolicies.find(each => each.name === name)
    const { weights } = policy ? effectivePolicy(policy, {}, known) : { weights: [] }
    const factors = weights.map(({ unit, factor }) => [unit.name, factor])
    expect(Object.fromEntries(factors)).toEqual({
      PreferredHosts: 99,
      VmToHostsAffinityGroups: 20,
      'CPU and NUMA pinning compatibility': 5,
      'CPU for high performance VMs': 4,
      HA: 1,
      OptimalForHaReservation: 1,
      VmAffinityGroups: 1,
      ...expected,
    })
  })
})
