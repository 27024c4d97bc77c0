import { describe, expect, it } from 'vitest'
import { aWorld } from '../../../test/fakes/sim-world.ts'
import { propertyProblems, regexesOf } from '../world/unit-properties.ts'
import { permits } from './permits.ts'
import { policyIds } from './policies.ts'
import { roleIds } from './roles.ts'

const { state } = aWorld()
const units = [...state.units.values()]

describe('the seeded engine', () => {
  it('lists the units an engine lists', () => {
    const count = (kind: string | undefined) => units.filter(unit => unit.internal && unit.kind === kind).length
    expect([count('filter'), count('weight'), count('load_balancing'), count(undefined)]).toEqual([17, 14, 4, 2])
    expect(units.filter(({ internal }) => !internal)).toMatchObject([{ name: 'host_memory_balance', enabled: false }])
  })

  it('has the five locked policies and one of its own', () => {
    const policies = [...state.policies.values()]
    expect(policies.filter(({ locked }) => locked).map(({ name }) => name)).toEqual([
      'none',
      'evenly_distributed',
      'power_saving',
      'vm_evenly_distributed',
      'cluster_maintenance',
    ])
    expect(policies.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(['none'])
    expect(state.policies.get(policyIds.memoryBalanced)).toMatchObject({ locked: false, name: 'memory_balanced' })
  })

  for (const policy of state.policies.values()) {
    it(`composes ${policy.name} of units of the right kind, with properties they accept`, () => {
      const kindOf = (id: string | undefined) => state.units.get(id ?? '')?.kind
      expect(new Set(policy.filters.map(({ unitId }) => kindOf(unitId)))).toEqual(new Set(['filter']))
      expect(new Set(policy.weights.map(({ unitId }) => kindOf(unitId)))).toEqual(new Set(['weight']))
      expect(kindOf(policy.balanceUnitId)).toBe('load_balancing')
      expect(policy.filters.filter(({ position }) => position === -1)).toHaveLength(1)
      expect(policy.filters.filter(({ position }) => position === 1)).toHaveLength(1)
      expect(propertyProblems(policy.properties, regexesOf(state, policy))).toEqual([])
    })
  }

  it('knows every permit that its roles give', () => {
    for (const { permits: names } of state.roles.values())
      expect(Object.keys(permits)).toEqual(expect.arrayContaining(names))
    expect(state.roles.get(roleIds.clusterAdmin)?.permits).not.toContain('edit_storage_pool_configuration')
  })

  it('has users of four kinds, whose password is their name', () => {
    const grants = [...state.users.values()].map(({ id, login, password }) => ({
      login,
      password,
      roles: [...state.permissions.values()]
        .filter(({ userId }) => userId === id)
        .map(({ roleId, object }) => `${state.roles.get(roleId)?.name}${object ? ` on ${object.type}` : ''}`),
    }))
    expect(grants).toEqual([
      { login: 'admin', password: 'admin', roles: ['SuperUser'] },
      { login: 'readonly', password: 'readonly', roles: ['ReadOnlyAdmin'] },
      { login: 'operator', password: 'operator', roles: ['ReadOnlyAdmin', 'ClusterAdmin on cluster'] },
      { login: 'user', password: 'user', roles: ['UserRole'] },
    ])
  })

  it('has other ids for another seed', () => {
    const other = aWorld({ seed: 2 }).state
    expect([...other.vms.keys()].filter(id => state.vms.has(id))).toEqual([])
    expect([...other.policies.keys()]).toEqual([...state.policies.keys()])
  })
})

describe('traces', () => {
  it('drive the running VMs in order and start over when there are too few', () => {
    const traces = [10, 50].map(percent => ({ name: `t${percent}`, percents: Uint8Array.of(percent) }))
    const world = aWorld({ traces, scenario: 'balanced' })
    const running = [...world.state.vms.values()].filter(({ status }) => status === 'up')
    const percents = running.map(vm => vm.load.wantedCpuPercent / vm.topology.sockets)
    expect(percents.slice(0, 4)).toEqual([10, 50, 10, 50])
    expect(() => aWorld({ traces: [] })).toThrow(/no traces/)
  })
})
