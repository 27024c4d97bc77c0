/** What holds for every weight unit. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import type { WeightUnit } from '../unit.ts'
import { cpuAndNumaPinningWeight } from './cpu-and-numa-pinning.ts'
import { evenCpuWeight } from './even-cpu.ts'
import { evenGuestsWeight } from './even-guests.ts'
import { evenMemoryWeight } from './even-memory.ts'
import { haReservationWeight } from './ha-reservation.ts'
import { highPerformanceCpuWeight } from './high-performance-cpu.ts'
import { hostedEngineWeight } from './hosted-engine.ts'
import { inClusterUpgradeWeight } from './in-cluster-upgrade.ts'
import { powerSavingCpuWeight } from './power-saving-cpu.ts'
import { powerSavingMemoryWeight } from './power-saving-memory.ts'
import { preferredHostsWeight } from './preferred-hosts.ts'
import { singleNumaNodeWeight } from './single-numa-node.ts'
import { vmAffinityWeight } from './vm-affinity.ts'
import { vmToHostAffinityWeight } from './vm-to-host-affinity.ts'

const units: readonly WeightUnit[] = [
  evenCpuWeight,
  evenMemoryWeight,
  powerSavingCpuWeight,
  powerSavingMemoryWeight,
  evenGuestsWeight,
  preferredHostsWeight,
  hostedEngineWeight,
  haReservationWeight,
  vmAffinityWeight,
  vmToHostAffinityWeight,
  highPerformanceCpuWeight,
  cpuAndNumaPinningWeight,
  singleNumaNodeWeight,
  inClusterUpgradeWeight,
]

const hostFacts = fc.record({
  usagePercent: fc.option(fc.nat(100), { nil: undefined }),
  maxSchedulingMiB: fc.option(fc.nat(20_000), { nil: undefined }),
  cores: fc.integer({ min: 1, max: 16 }),
  sockets: fc.constantFrom(1, 2),
  vmActive: fc.nat(20),
  spm: fc.constantFrom('none' as const, 'contending' as const, 'spm' as const),
  os: fc.option(
    fc.record({ family: fc.constantFrom('RHEL', 'Fedora'), version: fc.constantFrom('8.1', '9.0', '9.4', 'x') }),
    { nil: undefined },
  ),
  numaNodes: fc.constantFrom(undefined, [], [{ index: 0, totalMiB: 4000, freeMiB: 3000, cpuIds: [0, 1] }]),
  topology: fc.constantFrom(
    undefined,
    [],
    [0, 1, 2, 3].map(id => ({ id, socket: id % 2, core: id, usagePercent: 10 * id, pinnings: [] })),
  ),
  hostedEngine: fc.option(
    fc.record({
      configured: fc.constant(true),
      active: fc.constant(true),
      score: fc.nat(3400),
      localMaintenance: fc.constant(false),
      globalMaintenance: fc.constant(false),
    }),
    { nil: undefined },
  ),
})

const vmFacts = fc.record({
  hostId: fc.option(fc.constantFrom('h0', 'h1', 'h2'), { nil: undefined }),
  sockets: fc.integer({ min: 1, max: 4 }),
  memoryMiB: fc.integer({ min: 1, max: 8000 }),
  usageCpuPercent: fc.option(fc.nat(100), { nil: undefined }),
  pinnedHostIds: fc.constantFrom([], ['h0'], ['h1', 'h2']),
  highlyAvailable: fc.boolean(),
  isHostedEngine: fc.boolean(),
  isHighPerformance: fc.boolean(),
  cpuPassthrough: fc.constant(false),
  pinning: fc.constantFrom('none' as const, 'dedicated' as const, 'isolate_threads' as const),
  numaNodes: fc.constantFrom(
    [],
    [{ index: 0, memoryMiB: 2000, cpuIds: [0], hostNodeIndexes: [0], mode: 'strict' as const }],
  ),
})

const affinityGroup = fc
  .record({
    priority: fc.nat(3),
    vmIds: fc.uniqueArray(fc.constantFrom('v0', 'v1', 'v2', 'v3')),
    hostIds: fc.uniqueArray(fc.constantFrom('h0', 'h1', 'h2')),
    positive: fc.boolean(),
    enforcing: fc.boolean(),
  })
  .map(({ priority, vmIds, hostIds, positive, enforcing }) => ({
    id: `${priority}${vmIds.join('')}`,
    name: `of ${vmIds.join(', ')}`,
    priority,
    vmIds: new Set(vmIds),
    hostIds: new Set(hostIds),
    vmRule: { enabled: true, positive, enforcing },
    hostRule: { enabled: true, positive: !positive, enforcing: false },
  }))

const worlds = fc
  .record({
    hosts: fc.array(hostFacts, { minLength: 1, maxLength: 4 }),
    vms: fc.array(vmFacts, { minLength: 1, maxLength: 4 }),
    affinityGroups: fc.array(affinityGroup, { maxLength: 4 }),
    groupSize: fc.integer({ min: 1, max: 2 }),
    pending: fc.constantFrom([], [{ vmId: 'v3', hostId: 'h1' }]),
    properties: fc.constantFrom({}, { HighUtilization: '60', VCpuToPhysicalCpuRatio: '0.5', ScaleDown: '7' }),
    order: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ hosts, vms, groupSize, order, ...rest }) => {
    const facts = hosts.map((host, index) => aHostFacts({ ...host, id: `h${index}`, threads: 2 * host.cores }))
    const all = vms.map((vm, index) => aVmFacts({ ...vm, id: `v${index}` }))
    const shuffled = facts.map((host, index) => ({ host, key: order[index] ?? 0 })).sort((a, b) => a.key - b.key)
    const situation = aSituation({ hosts: facts, vms: all, ...rest })
    return {
      group: all.slice(0, groupSize),
      hosts: facts,
      shuffled: shuffled.map(({ host }) => host),
      situation: { ...situation, cluster: { ...situation.cluster, haReservation: true } },
    }
  })

describe('weight units', () => {
  it('each has an id of its own and says in a name what it is', () => {
    expect(new Set(units.map(({ id }) => id)).size).toBe(14)
    expect(new Set(units.map(({ name }) => name)).size).toBe(14)
  })

  it.each(units)('$name: the order of hosts changes nothing, nor does asking again', unit => {
    fc.assert(
      fc.property(worlds, ({ group, hosts, shuffled, situation }) => {
        const weights = unit.weigh(group, hosts, situation)
        expect(unit.weigh(group, hosts, situation)).toEqual(weights)
        const others = unit.weigh(group, shuffled, { ...situation, hosts: shuffled })
        for (const { id } of hosts) expect(others.get(id)).toEqual(weights.get(id))
        expect(others.size).toBe(weights.size)
      }),
    )
  })

  it.each(units)('$name: every weight is a whole number, for hosts that were given', unit => {
    fc.assert(
      fc.property(worlds, ({ group, hosts, situation }) => {
        for (const [id, answer] of unit.weigh(group, hosts, situation)) {
          expect(hosts.some(host => host.id === id)).toBe(true)
          if (answer.kind === 'weight') expect(Number.isInteger(answer.value)).toBe(true)
        }
      }),
    )
  })

  it.each(units)('$name: answers no hosts with nothing', unit => {
    expect(unit.weigh([aVmFacts()], [], aSituation())).toEqual(new Map())
  })
})
