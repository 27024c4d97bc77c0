import { describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { judgeHosts } from '../../scheduling/pipeline/judge-hosts.ts'
import { weighHosts } from '../../scheduling/pipeline/weigh-hosts.ts'
import type { WorldOptions } from '../world/create-world.ts'
import type { Model } from '../world/model.ts'
import type { SimAffinityGroup } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { clusterScene } from './cluster-scene.ts'
import { enginePlacement } from './engine-placement.ts'

/** A world, and what its engine makes of the cluster a VM is in. */
function open(options: Partial<WorldOptions> = {}) {
  let seen: Model | undefined
  const world = aWorld({
    ...options,
    placement: {
      ...enginePlacement,
      candidates(model, request) {
        seen = model
        return enginePlacement.candidates(model, request)
      },
    },
  })
  const scene = (clusterId: string) => {
    world.migrationTargets([...world.state.vms.keys()].slice(0, 1))
    return clusterScene(seen ?? expect.fail('nobody was asked'), clusterId)
  }
  return { world, scene }
}

describe('clusterScene', () => {
  it('holds one cluster alone', () => {
    const { world, scene } = open()
    const { clusterId } = vmNamed(world, 'web-01')
    const { situation } = scene(clusterId)
    const here = (items: Iterable<{ id: string; clusterId: string }>) =>
      [...items].filter(item => item.clusterId === clusterId).map(({ id }) => id)
    expect(situation.hosts.map(({ id }) => id)).toEqual(here(world.state.hosts.values()))
    expect(situation.vms.map(({ id }) => id)).toEqual(here(world.state.vms.values()))
    expect(situation.vms.length).toBeLessThan(world.state.vms.size)
  })

  it('throws for a cluster that does not exist', () => {
    expect(() => open().scene('nowhere')).toThrow(RangeError)
  })

  const setting = 'HighUtilization'
  it.each([
    { why: 'the policy has', own: undefined, value: '80' },
    { why: 'the cluster overrides', own: '70', value: '70' },
  ])('takes the properties $why', ({ own, value }) => {
    const { world, scene } = open()
    const { clusterId } = vmNamed(world, 'web-01')
    if (own !== undefined) world.updateCluster(clusterId, { properties: { [setting]: own } }, admin(world))
    expect(scene(clusterId).situation.properties[setting]).toBe(value)
  })

  it('counts a migrating VM where it is, and as on its way to where it goes', async () => {
    const { world, scene } = open()
    const vm = vmNamed(world, 'web-01')
    const from = vm.hostId
    const { id: to } = hostNamed(world, 'host4')
    const hostOf = () => scene(vm.clusterId).situation.hosts.find(({ id }) => id === to)
    const before = hostOf()?.maxSchedulingMiB ?? 0
    await world.migrateVm(vm.id, { hostId: to }, admin(world))
    const { situation } = scene(vm.clusterId)
    expect(situation.pending).toEqual([{ vmId: vm.id, hostId: to }])
    expect(situation.vms.find(({ id }) => id === vm.id)?.hostId).toBe(from)
    expect(hostOf()?.maxSchedulingMiB).toBeLessThan(before)
    expect(hostOf()?.vmMigrating).toBe(1)
  })

  it('counts a VM that is about to start as on its way only', async () => {
    const { world, scene } = open()
    const vm = vmNamed(world, 'web-01')
    world.stopVm(vm.id, admin(world))
    world.advance(10_000)
    await world.startVm(vm.id, {}, admin(world))
    expect(vm.status).toBe('wait_for_launch')
    const { situation } = scene(vm.clusterId)
    expect(situation.pending).toEqual([{ vmId: vm.id, hostId: vm.hostId }])
    expect(situation.vms.find(({ id }) => id === vm.id)).not.toHaveProperty('hostId')
  })

  it('has the members that labels bring in as members of the group', () => {
    const { world, scene } = open()
    const { id: vmId, clusterId } = vmNamed(world, 'web-01')
    const { id: other } = vmNamed(world, 'mon-01')
    const { id: hostId } = hostNamed(world, 'host1')
    const off = { enabled: false, enforcing: false, positive: false }
    const label = { id: 'label', name: 'label', implicitGroup: false, vmIds: [other], hostIds: [hostId] }
    const group: SimAffinityGroup = {
      ...{ id: 'group', name: 'group', description: '', priority: 1, clusterId },
      ...{ vmsRule: off, hostsRule: off, vmIds: [vmId], hostIds: [], vmLabelIds: ['label'], hostLabelIds: ['label'] },
    }
    world.edit(state => {
      state.affinityLabels.set(label.id, label)
      state.affinityGroups.set(group.id, group)
    })
    expect(scene(clusterId).situation.affinityGroups).toContainEqual(
      expect.objectContaining({ id: 'group', vmIds: new Set([vmId, other]), hostIds: new Set([hostId]) }),
    )
  })

  it('asks rules that only this engine has after all others', () => {
    const { world, scene } = open()
    const { clusterId } = vmNamed(world, 'web-01')
    const names = () => scene(clusterId).policy.filters.map(({ name }) => name)
    const before = names()
    world.faults.addRule({ name: 'SiteRule' }, 'not here')
    expect(names()).toEqual([...before, 'SiteRule'])
    world.faults.clear()
    expect(names()).toEqual(before)
  })

  it.each(['memory-pressure', 'affinity-conflict', 'cpu-hotspot'])(
    'leaves no unit without an answer, save for the hosted engine: %s',
    scenario => {
      const { world, scene } = open({ scenario })
      expect(unanswered(world, scene)).toEqual(new Set(scenario === 'memory-pressure' ? ['HA: host.hostedEngine'] : []))
    },
  )
})

function unanswered({ state }: World, scene: (clusterId: string) => ReturnType<typeof clusterScene>): Set<string> {
  const found = new Set<string>()
  for (const { id } of state.clusters.values()) {
    const { situation, policy } = scene(id)
    for (const vm of situation.vms) {
      const judged = judgeHosts([vm], situation.hosts, policy.filters, { situation, onUnknown: 'keep' })
      for (const { unitName, verdict } of judged.flatMap(({ verdicts }) => verdicts)) {
        if (verdict.kind === 'unknown') found.add(`${unitName}: ${verdict.field}`)
      }
      const { silent } = weighHosts([vm], situation.hosts, policy, situation)
      for (const { unitName, field } of silent) found.add(`${unitName}: ${field}`)
    }
  }
  return found
}
