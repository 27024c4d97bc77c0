import { describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { memoryFilter } from '../../scheduling/filters/memory.ts'
import { evenMemoryWeight } from '../../scheduling/weights/even-memory.ts'
import { powerSavingMemoryWeight } from '../../scheduling/weights/power-saving-memory.ts'
import { policyIds } from '../seed/policies.ts'
import type { SimAffinityGroup, SimState, SimVm } from '../world/state.ts'
import type { EngineFault, World } from '../world/world.ts'

const off = { enabled: false, enforcing: false, positive: false }
const hard = (positive: boolean) => ({ enabled: true, enforcing: true, positive })

const MIB = 1_048_576

function addGroup(world: World, over: Partial<SimAffinityGroup>): void {
  const { clusterId } = vmNamed(world, 'web-01')
  const group: SimAffinityGroup = {
    id: 'group',
    clusterId,
    name: 'group',
    description: '',
    priority: 1,
    vmsRule: off,
    hostsRule: off,
    vmIds: [],
    hostIds: [],
    vmLabelIds: [],
    hostLabelIds: [],
    ...over,
  }
  world.edit((state: SimState) => state.affinityGroups.set(group.id, group))
}

const targets = (world: World, vm: SimVm) =>
  world
    .migrationTargets([vm.id])
    .map(id => world.state.hosts.get(id)?.name)
    .sort((a = '', b = '') => a.localeCompare(b))

/** A VM of Default that runs on the host. */
function onHost(world: World, hostName: string): SimVm {
  const { id } = hostNamed(world, hostName)
  const vm = [...world.state.vms.values()].find(({ hostId }) => hostId === id)
  if (vm === undefined) throw new Error(`${hostName} is empty`)
  return vm
}

describe("the engine's filters", () => {
  const cases: { why: string; arrange: (world: World, vm: SimVm) => void; hosts: string[] }[] = [
    { why: 'allow every other host that is up', arrange: () => undefined, hosts: ['host1', 'host2', 'host4', 'host5'] },
    {
      why: 'leave out hosts that are not up',
      arrange: world => Object.assign(hostNamed(world, 'host4'), { status: 'non_operational' }),
      hosts: ['host1', 'host2', 'host5'],
    },
    {
      why: 'leave out hosts without memory to book',
      arrange: (_, vm) => Object.assign(vm, { memoryBytes: 18_000 * MIB }),
      hosts: ['host4'],
    },
    {
      why: 'leave out hosts without physical memory, though it could be booked',
      arrange: (world, vm) => {
        vm.memoryBytes = 4_096 * MIB
        for (const name of ['host1', 'host2']) {
          const host = hostNamed(world, name)
          host.measured.memoryUsedPercent = 95
          host.measured.swapUsedBytes = host.swapTotalBytes
        }
      },
      hosts: ['host4', 'host5'],
    },
    {
      why: 'leave out hosts with fewer cores than the VM',
      arrange: (_, vm) => Object.assign(vm, { topology: { sockets: 1, cores: 9, threads: 1 } }),
      hosts: [],
    },
    {
      why: 'keep a VM with the others of its group',
      arrange: (world, vm) =>
        addGroup(world, { vmsRule: hard(true), vmIds: [vm.id, onHost(world, 'host2').id, onHost(world, 'host5').id] }),
      hosts: ['host2', 'host5'],
    },
    {
      why: 'keep a VM away from the others of its group',
      arrange: (world, vm) => addGroup(world, { vmsRule: hard(false), vmIds: [vm.id, onHost(world, 'host2').id] }),
      hosts: ['host1', 'host4', 'host5'],
    },
    {
      why: 'do not mind rules that are not enforced',
      arrange: (world, vm) =>
        addGroup(world, {
          vmsRule: { enabled: true, enforcing: false, positive: false },
          vmIds: [vm.id, onHost(world, 'host2').id],
        }),
      hosts: ['host1', 'host2', 'host4', 'host5'],
    },
    {
      why: 'keep a VM on the hosts of its group',
      arrange: (world, vm) =>
        addGroup(world, { hostsRule: hard(true), vmIds: [vm.id], hostIds: [hostNamed(world, 'host5').id] }),
      hosts: ['host5'],
    },
    {
      why: 'keep a VM off the hosts of its group',
      arrange: (world, vm) =>
        addGroup(world, { hostsRule: hard(false), vmIds: [vm.id], hostIds: [hostNamed(world, 'host5').id] }),
      hosts: ['host1', 'host2', 'host4'],
    },
    {
      why: 'count labels as members',
      arrange: (world, vm) => {
        const label = { id: 'label', name: 'label', implicitGroup: false, vmIds: [vm.id], hostIds: [] }
        world.edit(state => state.affinityLabels.set(label.id, label))
        addGroup(world, { hostsRule: hard(true), vmLabelIds: ['label'], hostIds: [hostNamed(world, 'host1').id] })
      },
      hosts: ['host1'],
    },
    {
      why: 'do not take a label for a rule, as engines before 4.4 did',
      arrange: (world, vm) => {
        const hostIds = [hostNamed(world, 'host2').id]
        world.edit(state =>
          state.affinityLabels.set('label', {
            id: 'label',
            name: 'label',
            implicitGroup: true,
            vmIds: [vm.id],
            hostIds,
          }),
        )
      },
      hosts: ['host1', 'host2', 'host4', 'host5'],
    },
    {
      why: 'are those of the policy, and no others',
      arrange: (world, vm) => {
        vm.memoryBytes = 10 ** 12
        const { id: unitId } = memoryFilter
        world.removePolicyItem(policyIds.memoryBalanced, { unitId, as: 'filter' }, admin(world))
      },
      hosts: ['host1', 'host2', 'host4', 'host5'],
    },
  ]
  for (const { why, arrange, hosts } of cases) {
    it(why, () => {
      const world = aWorld()
      const vm = vmNamed(world, 'web-01')
      arrange(world, vm)
      expect(targets(world, vm)).toEqual(hosts)
    })
  }

  it('allow for several VMs what they allow for each', () => {
    const world = aWorld()
    const [vm, other] = [vmNamed(world, 'web-01'), vmNamed(world, 'mon-01')]
    addGroup(world, { hostsRule: hard(false), vmIds: [other.id], hostIds: [hostNamed(world, 'host4').id] })
    expect(world.migrationTargets([vm.id, other.id])).toHaveLength(3)
  })
})

describe("the engine's choice", () => {
  it('follows the policy: even distribution and power saving choose differently', async () => {
    const chosen = async (policyId: string) => {
      const world = aWorld()
      const vm = vmNamed(world, 'web-01')
      world.updateCluster(vm.clusterId, { policyId }, admin(world))
      await world.migrateVm(vm.id, {}, admin(world))
      return world.state.hosts.get(vm.migration?.toHostId ?? '')?.name
    }
    expect(await chosen(policyIds.evenlyDistributed)).toBe('host4')
    expect(await chosen(policyIds.powerSaving)).toBe('host2')
  })

  it('follows the factors of a policy that somebody has made', async () => {
    const chosen = async (even: number, saving: number) => {
      const world = aWorld()
      const vm = vmNamed(world, 'web-01')
      const { id } = world.addPolicy({ name: 'mine' }, admin(world))
      world.addPolicyItem(id, { unitId: evenMemoryWeight.id, as: 'weight', factor: even }, admin(world))
      world.addPolicyItem(id, { unitId: powerSavingMemoryWeight.id, as: 'weight', factor: saving }, admin(world))
      world.updateCluster(vm.clusterId, { policyId: id }, admin(world))
      await world.migrateVm(vm.id, {}, admin(world))
      return world.state.hosts.get(vm.migration?.toHostId ?? '')?.name
    }
    expect(await chosen(3, 1)).not.toBe(await chosen(1, 3))
  })
})

describe("the engine's refusal", () => {
  const cases: { why: string; arrange: (world: World, vm: SimVm, hostId: string) => void; says: string }[] = [
    {
      why: 'a reason that begins with a number',
      arrange: (_, vm) => Object.assign(vm, { memoryBytes: 10 ** 12 }),
      says: ' did not satisfy internal filter Memory because 955600 MiB are needed',
    },
    {
      why: 'a reason that begins with a word',
      arrange: (world, vm, hostId) => addGroup(world, { hostsRule: hard(false), vmIds: [vm.id], hostIds: [hostId] }),
      says: ' did not satisfy internal filter VmToHostsAffinityGroups because group group keeps web-01 off this host.',
    },
  ]
  it.each(cases)('goes on with $why', async ({ arrange, says }) => {
    const world = aWorld()
    const vm = vmNamed(world, 'web-01')
    const { id: hostId } = hostNamed(world, 'host4')
    arrange(world, vm, hostId)
    const [message] = await world.migrateVm(vm.id, { hostId }, admin(world)).then(
      () => [],
      (error: EngineFault) => error.messages,
    )
    expect(message).toContain(`The host host4${says}`)
    expect(message).not.toContain('..')
  })
})
