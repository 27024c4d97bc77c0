import type { SimAffinityGroup, SimHost, SimVm } from '../../../server/simulator/world/state.ts'
import type { World } from '../../../server/simulator/world/world.ts'

const off = { enabled: false, enforcing: false, positive: false }
const apart = { enabled: true, enforcing: true, positive: false }
const together = { enabled: true, enforcing: true, positive: true }

/**
 * Gives every cluster what moves must respect, all of it kept at the start: VMs that stay apart, two that stay together, one
 * that stays on two hosts, one that stays where its label is. Every tenth VM has the tag that excludes it. Returns their ids.
 */
export function addRules(world: World, excludeTag: string): ReadonlySet<string> {
  const tagId = world.newId('tag')
  const excluded = new Set<string>()
  world.edit(state => {
    state.tags.set(tagId, { id: tagId, name: excludeTag, description: '', parentId: undefined })
    const movable = [...state.vms.values()].filter(
      ({ placement, hostId }) => placement === 'migratable' && hostId !== undefined,
    )
    for (const [index, vm] of movable.entries()) {
      if (index % 10 !== 9) continue
      vm.tagIds = [...vm.tagIds, tagId]
      excluded.add(vm.id)
    }
    for (const cluster of state.clusters.values()) {
      const hosts = [...state.hosts.values()].filter(({ clusterId }) => clusterId === cluster.id)
      const vmsOf = ({ id }: SimHost) => movable.filter(({ hostId }) => hostId === id)
      const nth = (index: number): SimVm[] => hosts.flatMap(host => vmsOf(host).slice(index, index + 1))
      const [first, second] = hosts
      if (first === undefined || second === undefined) continue
      const group = (
        name: string,
        vms: readonly SimVm[],
        rules: Pick<SimAffinityGroup, 'vmsRule' | 'hostsRule'>,
        on: readonly SimHost[],
        labelIds: readonly string[] = [],
      ) => {
        const id = world.newId('affinity group')
        const ids = { vmIds: vms.map(one => one.id), hostIds: on.map(one => one.id) }
        const labels = { vmLabelIds: [...labelIds], hostLabelIds: [...labelIds] }
        const named = { id, clusterId: cluster.id, name: `${cluster.name}-${name}`, description: '', priority: 1 }
        state.affinityGroups.set(id, { ...named, ...rules, ...ids, ...labels })
      }
      group('apart', nth(0).slice(1), { vmsRule: apart, hostsRule: off }, [])
      group('together', vmsOf(first).slice(1, 3), { vmsRule: together, hostsRule: off }, [])
      group('on-two', nth(3).slice(0, 1), { vmsRule: off, hostsRule: together }, [first, second])
      const labelId = world.newId('affinity label')
      const label = { id: labelId, name: `${cluster.name}-label`, implicitGroup: false }
      const [labelled] = vmsOf(second).slice(-1)
      const vmIds = labelled === undefined ? [] : [labelled.id]
      state.affinityLabels.set(labelId, { ...label, vmIds, hostIds: [first.id, second.id] })
      group('labelled', [], { vmsRule: off, hostsRule: together }, [], [labelId])
    }
  })
  return excluded
}
