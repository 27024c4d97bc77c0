import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import type { FilterUnit } from '../unit.ts'
import { clusterInMaintenanceFilter } from './cluster-in-maintenance.ts'
import { compatibilityVersionFilter } from './compatibility-version.ts'
import { emulatedMachineFilter } from './emulated-machine.ts'
import { hostDeviceFilter } from './host-device.ts'
import { hostHooksFilter } from './host-hooks.ts'
import { hostedEngineFilter } from './hosted-engine.ts'
import { hostedEngineSparesFilter } from './hosted-engine-spares.ts'
import { inClusterUpgradeFilter } from './in-cluster-upgrade.ts'
import { mediatedDevicesFilter } from './mediated-devices.ts'
import { migrationFilter } from './migration.ts'
import { networkFilter } from './network.ts'
import { pinToHostFilter } from './pin-to-host.ts'
import { tscFrequencyFilter } from './tsc-frequency.ts'
import { vmAffinityFilter } from './vm-affinity.ts'
import { vmLeasesReadyFilter } from './vm-leases-ready.ts'
import { vmToHostAffinityFilter } from './vm-to-host-affinity.ts'

/** These judge each host by itself. */
const eachByItself: readonly FilterUnit[] = [
  clusterInMaintenanceFilter,
  compatibilityVersionFilter,
  emulatedMachineFilter,
  hostDeviceFilter,
  hostHooksFilter,
  hostedEngineFilter,
  inClusterUpgradeFilter,
  mediatedDevicesFilter,
  migrationFilter,
  networkFilter,
  pinToHostFilter,
  tscFrequencyFilter,
  vmLeasesReadyFilter,
  vmToHostAffinityFilter,
]
/**
 * These look at which hosts are left, as the engine's do, so their place in the order matters: the spares are counted
 * there, and rules between VMs fail on a contradiction that was dropped before.
 */
const all: readonly FilterUnit[] = [...eachByItself, vmAffinityFilter, hostedEngineSparesFilter]

const hostIds = ['host1', 'host2', 'host3', 'host4', 'host5']
const vmIds = ['vm1', 'vm2', 'vm3', 'vm4', 'vm5', 'vm6']
/** A fact, or nobody told it. */
const maybe = <T>(fact: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(fact, { nil: undefined, freq: 4 })
const mostly = fc.integer({ min: 0, max: 4 }).map(n => n > 0)
const subset = (...names: string[]) => fc.subarray(names)
const setOf = (...names: string[]) => subset(...names).map(some => new Set(some))
const aState = fc.record({
  configured: fc.boolean(),
  active: mostly,
  score: fc.constantFrom(0, 800, 2600, 3400),
  localMaintenance: mostly.map(usual => !usual),
  globalMaintenance: fc.boolean(),
})
const anOs = fc.record({
  family: fc.constantFrom('RHEL', 'Fedora'),
  version: fc.constantFrom('8.9', '9.2', '9.4 - 1.el9', 'rolling'),
})

const someHostFacts = fc.record({
  address: maybe(fc.constantFrom('10.0.0.1', '10.0.0.2', 'node.example.org', '127.0.0.1')),
  maxSchedulingMiB: maybe(fc.integer({ min: 0, max: 20_000 })),
  supportedVersions: maybe(subset('4.6', '4.7')),
  emulatedMachines: maybe(subset('pc', 'q35')),
  hostedEngine: maybe(aState),
  networks: maybe(subset('red', 'blue').map(names => names.map(name => ({ name, hasAddress: name === 'red' })))),
  freeVirtualFunctions: maybe(fc.integer({ min: 0, max: 2 }).map(free => new Map([['red', free]]))),
  hooks: maybe(subset('50_vhostmd', '10_other')),
  tsc: maybe(fc.record({ frequencyHz: fc.constantFrom(1_000_000_000, 2_000_000_000), scaling: fc.boolean() })),
  freeDevices: maybe(setOf('pci_1', 'usb_1')),
  passthroughEnabled: maybe(fc.boolean()),
  mediatedDevices: maybe(fc.integer({ min: 0, max: 2 }).map(free => new Map([['nvidia-11', free]]))),
  leaseDomainIds: maybe(setOf('sd1', 'sd2')),
  os: maybe(anOs),
})
const aNic = fc.record({
  network: fc.constantFrom('red', 'blue'),
  plugged: fc.boolean(),
  passthrough: fc.boolean(),
  external: fc.boolean(),
})
const someVmFacts = fc.record({
  hostId: maybe(fc.constantFrom(...hostIds)),
  memoryMiB: fc.integer({ min: 1, max: 8192 }),
  placement: fc.constantFrom('migratable', 'user_migratable', 'pinned'),
  pinnedHostIds: subset(...hostIds),
  highlyAvailable: fc.boolean(),
  customProperties: maybe(fc.constantFrom<Record<string, string>>({}, { sap_agent: 'true' })),
  customVersion: maybe(fc.constant('4.6')),
  emulatedMachine: maybe(fc.constant('q35')),
  nics: maybe(fc.array(aNic, { maxLength: 2 })),
  leaseDomainId: maybe(fc.constant('sd1')),
  hostDevices: maybe(fc.constantFrom([], [{ name: 'pci_1', pci: true }], [{ name: 'usb_1', pci: false }])),
  mediatedDeviceTypes: maybe(fc.constantFrom<string[]>([], ['nvidia-11'])),
  usesTscFrequency: maybe(fc.boolean()),
})
const aRule = fc.record({ enabled: mostly, positive: fc.boolean(), enforcing: mostly })
const someGroups = fc.array(
  fc.record({ vmIds: setOf(...vmIds), hostIds: setOf(...hostIds), vmRule: aRule, hostRule: aRule }),
  { maxLength: 4 },
)

type World = Readonly<{ group: readonly VmFacts[]; hosts: readonly HostFacts[]; situation: Situation }>

const aWorld: fc.Arbitrary<World> = fc
  .record({
    hosts: fc.tuple(...hostIds.map(() => someHostFacts)),
    vms: fc.tuple(...vmIds.map(() => someVmFacts)),
    affinityGroups: maybe(someGroups),
    pending: fc.subarray(vmIds).map(ids => ids.map((vmId, index) => ({ vmId, hostId: hostIds[index % 5] ?? 'host1' }))),
    ignoreVmAffinity: mostly.map(usual => !usual),
    spares: fc.integer({ min: 0, max: 3 }),
    displayNetwork: fc.constantFrom(null, 'red'),
    givenIds: fc.subarray(hostIds),
    groupIds: fc.subarray(vmIds, { minLength: 1, maxLength: 2 }),
  })
  .map(({ affinityGroups, displayNetwork, givenIds, groupIds, spares, ...told }) => {
    const hosts = told.hosts.map((facts, index) => aHostFacts({ id: hostIds[index] ?? '', ...facts }))
    const vms = told.vms.map((facts, index) =>
      aVmFacts({ id: vmIds[index] ?? '', isHostedEngine: index === 5, ...facts }),
    )
    const { affinityGroups: _, ...untold } = aSituation()
    const situation: Situation = {
      ...untold,
      hosts,
      vms,
      pending: told.pending,
      ignoreVmAffinity: told.ignoreVmAffinity,
      cluster: { ...untold.cluster, displayNetwork },
      properties: { HeSparesCount: `${spares}` },
      ...(affinityGroups && { affinityGroups: affinityGroups.map(anAffinityGroup) }),
    }
    return {
      group: vms.filter(({ id }) => groupIds.includes(id)),
      hosts: hosts.filter(({ id }) => givenIds.includes(id)),
      situation,
    }
  })

/** Every rule between VMs says the same: then there is no contradiction to fail on. */
const ofOneMind = ({ situation, ...world }: World, positive: boolean): World => ({
  ...world,
  situation: {
    ...situation,
    affinityGroups: (situation.affinityGroups ?? []).map(group => ({
      ...group,
      vmRule: { ...group.vmRule, positive },
    })),
  },
})

/** Read off the answer alone, so that a filter which answers for too many is found out. Unknown counts as kept here. */
const keptBy = (unit: FilterUnit, { group, hosts, situation }: World): HostFacts[] => {
  const verdicts = unit.filter(group, hosts, situation)
  return situation.hosts.filter(({ id }) => verdicts.has(id) && verdicts.get(id)?.kind !== 'dropped')
}
const keptByAll = (units: readonly FilterUnit[], world: World): string[] =>
  units.reduce((hosts, unit) => keptBy(unit, { ...world, hosts }), [...world.hosts]).map(({ id }) => id)

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length })

describe.each(all)('$name', unit => {
  it('answers for exactly the hosts given', () => {
    fc.assert(
      fc.property(aWorld, ({ group, hosts, situation }) => {
        const answered = [...unit.filter(group, hosts, situation).keys()]
        expect(answered.toSorted()).toEqual(hosts.map(({ id }) => id).toSorted())
      }),
    )
  })

  it('says why it drops a host, and what it lacks where it does not know', () => {
    fc.assert(
      fc.property(aWorld, ({ group, hosts, situation }) => {
        for (const verdict of unit.filter(group, hosts, situation).values()) {
          if (verdict.kind === 'dropped') expect(verdict.reason.code).toMatch(/^[a-z]+(-[a-z]+)*$/)
          if (verdict.kind === 'unknown') expect(verdict.field).toMatch(/^(host|vm|source|cluster|situation)\.\w+$/)
        }
      }),
    )
  })

  it('answers equal input equally, and leaves its input alone', () => {
    fc.assert(
      fc.property(aWorld, world => {
        const copy = structuredClone(world)
        const answer = unit.filter(world.group, world.hosts, world.situation)
        expect(world).toEqual(copy)
        expect(unit.filter(copy.group, copy.hosts, copy.situation)).toEqual(answer)
      }),
    )
  })

  it('does not look at the order of hosts', () => {
    const mixed = aWorld.chain(world =>
      fc.record({ world: fc.constant(world), given: shuffled(world.hosts), known: shuffled(world.situation.hosts) }),
    )
    fc.assert(
      fc.property(mixed, ({ world: { group, hosts, situation }, given, known }) => {
        const answer = unit.filter(group, given, { ...situation, hosts: known })
        expect(answer).toEqual(unit.filter(group, hosts, situation))
      }),
    )
  })
})

describe.each(eachByItself)('$name', unit => {
  it('says the same of a host, whichever others are left', () => {
    fc.assert(
      fc.property(aWorld, ({ group, hosts, situation }) => {
        const verdicts = unit.filter(group, hosts, situation)
        for (const host of hosts) {
          expect(unit.filter(group, [host], situation).get(host.id)).toEqual(verdicts.get(host.id))
        }
      }),
    )
  })
})

describe('filters one after another', () => {
  it('only ever leave fewer hosts', () => {
    fc.assert(
      fc.property(aWorld, shuffled(all), (world, units) => {
        let left = world.hosts
        for (const unit of units) {
          const next = keptBy(unit, { ...world, hosts: left })
          expect(left).toEqual(expect.arrayContaining(next))
          left = next
        }
      }),
    )
  })

  it('leave the same hosts in any order', () => {
    // A few at a time: of all together hardly a host is ever left.
    const some = fc.shuffledSubarray([...eachByItself, vmAffinityFilter], { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(aWorld, fc.boolean(), some, (world, positive, units) => {
        const plain = ofOneMind(world, positive)
        expect(keptByAll(units.toReversed(), plain)).toEqual(keptByAll(units, plain))
      }),
      // Enough to meet the rare worlds in which the order would tell.
      { numRuns: 2000 },
    )
  })
})
