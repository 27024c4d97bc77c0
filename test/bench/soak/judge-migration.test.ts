import { describe, expect, it } from 'vitest'
import { createWorld } from '../../../server/simulator/world/create-world.ts'
import type { SimAffinityGroup, SimState, SimVm } from '../../../server/simulator/world/state.ts'
import { judgeMigration, type SoakRules } from './judge-migration.ts'

const rules: SoakRules = {
  perHost: 2,
  total: 3,
  perHour: 6,
  perDay: 40,
  excludedVmIds: new Set(),
  hoursOf: {},
  toleranceMs: 0,
}
const GIB = 1_073_741_824
const off = { enabled: false, enforcing: false, positive: false }
const rule = (positive: boolean) => ({ enabled: true, enforcing: true, positive })

/** A small world of its own for each case, and a VM in it that goes from the first host to the second. */
function aMove(): Readonly<{
  state: SimState
  vm: SimVm
  others: readonly SimVm[]
  hostIds: readonly [string, string, string]
}> {
  const { state } = createWorld({ scenario: 'balanced', hosts: 3, vms: 12, seed: 1, startMs: 0 })
  const hostIds = [...state.hosts.keys()].slice(0, 3) as [string, string, string]
  for (const [index, host] of [...state.hosts.values()].entries())
    Object.assign(host, { memoryBytes: 100 * GIB, clusterId: [...state.clusters.keys()][0], isSpm: index === 0 })
  const vms = [...state.vms.values()]
  for (const [index, vm] of vms.entries()) {
    const placed = {
      clusterId: [...state.clusters.keys()][0],
      hostId: hostIds[2],
      memoryBytes: GIB,
      status: 'up' as const,
    }
    Object.assign(vm, { ...placed, placement: 'migratable', origin: 'ovirt', pinnedHostIds: [], migration: undefined })
    if (index === 0) vm.hostId = hostIds[0]
  }
  state.affinityGroups.clear()
  const [vm, ...others] = vms
  if (vm === undefined) throw new Error('no VM')
  begin(vm, hostIds[1])
  return { state, vm, others, hostIds }
}

function begin(vm: SimVm, toHostId: string, correlationId = 'ovs-1-0'): void {
  const sent = {
    jobId: '',
    startedAtMs: 0,
    totalBytes: 1,
    doneBytes: 0,
    explicitDestination: true,
    byUserId: undefined,
  }
  vm.migration = { toHostId, correlationId, ...sent }
}

function bind(state: SimState, vms: readonly SimVm[], given: Partial<SimAffinityGroup>): void {
  const named = { id: 'g', clusterId: '', name: 'g', description: '', priority: 1, vmLabelIds: [], hostLabelIds: [] }
  const group = { ...named, vmsRule: off, hostsRule: off, hostIds: [], vmIds: vms.map(({ id }) => id), ...given }
  state.affinityGroups.set('g', group)
}

describe('judgeMigration', () => {
  it('finds nothing wrong with a plain move', () => {
    const { state, vm } = aMove()
    expect(judgeMigration(state, vm, rules)).toEqual([])
  })

  const cases: readonly Readonly<{ why: string; broken: string; change: (move: ReturnType<typeof aMove>) => void }>[] =
    [
      {
        why: 'a pinned VM',
        broken: 'placement is pinned',
        change: ({ vm }) => Object.assign(vm, { placement: 'pinned' }),
      },
      {
        why: 'a VM kept to its host',
        broken: 'may not run',
        change: ({ vm, hostIds }) => vm.pinnedHostIds.push(hostIds[0]),
      },
      {
        why: 'the engine’s own VM',
        broken: 'own VM',
        change: ({ vm }) => Object.assign(vm, { origin: 'managed_hosted_engine' }),
      },
      {
        why: 'a destination in maintenance',
        broken: 'is maintenance',
        change: ({ state, hostIds }) => Object.assign(state.hosts.get(hostIds[1]) ?? {}, { status: 'maintenance' }),
      },
      {
        why: 'too much memory promised',
        broken: '% of memory promised',
        change: ({ vm }) => Object.assign(vm, { memoryBytes: 1000 * GIB }),
      },
      {
        why: 'more memory in use than there is',
        broken: '% of memory in use',
        change: ({ vm }) => Object.assign(vm.load, { guestBytes: 101 * GIB }),
      },
      {
        why: 'more vCPUs than CPUs',
        broken: 'vCPUs on',
        change: ({ vm }) => Object.assign(vm.topology, { sockets: 1000 }),
      },
      {
        why: 'one that leaves those it belongs to',
        broken: 'leaves the others',
        change: ({ state, vm, others }) => bind(state, [vm, ...others.slice(0, 1)], { vmsRule: rule(true) }),
      },
      {
        why: 'one that meets whom it must not',
        broken: 'another one is there',
        change({ state, vm, others, hostIds }) {
          bind(state, [vm, ...others.slice(0, 1)], { vmsRule: rule(false) })
          Object.assign(others[0] ?? {}, { hostId: hostIds[1] })
        },
      },
      {
        why: 'one that meets whom it must not, who is still on the way',
        broken: 'another one is there',
        change({ state, vm, others: [other], hostIds }) {
          if (other === undefined) return
          bind(state, [vm, other], { vmsRule: rule(false) })
          begin(other, hostIds[1], 'theirs')
        },
      },
      {
        why: 'a host that is not of the group',
        broken: 'not one of its',
        change: ({ state, vm, hostIds }) => bind(state, [vm], { hostsRule: rule(true), hostIds: [hostIds[0]] }),
      },
      {
        why: 'a host to avoid',
        broken: 'one to avoid',
        change: ({ state, vm, hostIds }) => bind(state, [vm], { hostsRule: rule(false), hostIds: [hostIds[1]] }),
      },
      {
        why: 'more at a host than allowed',
        broken: '3 of our migrations run at',
        change({ others, hostIds }) {
          for (const vm of others.slice(0, 2)) begin(vm, hostIds[1])
        },
      },
      {
        why: 'more at once than allowed',
        broken: '4 of our migrations run at once',
        change({ others, hostIds }) {
          for (const vm of others.slice(0, 3)) begin(vm, hostIds[0])
        },
      },
    ]
  for (const { why, broken, change } of cases) {
    it(`finds ${why}`, () => {
      const move = aMove()
      change(move)
      expect(judgeMigration(move.state, move.vm, rules)).toContainEqual(expect.stringContaining(broken))
    })
  }

  it('finds a VM with the tag', () => {
    const { state, vm } = aMove()
    const broken = judgeMigration(state, vm, { ...rules, excludedVmIds: new Set([vm.id]) })
    expect(broken).toEqual(['it has the tag that excludes it'])
  })

  it('lets a broken group be mended', () => {
    const { state, vm, others, hostIds } = aMove()
    bind(state, [vm, ...others.slice(0, 2)], { vmsRule: rule(true) })
    Object.assign(others[0] ?? {}, { hostId: hostIds[1] })
    expect(judgeMigration(state, vm, rules)).toEqual([])
  })
})
