import { engineUnits, mandatoryFilters } from '../../scheduling/engine-units.ts'
import { basicWeighting } from '../../scheduling/selectors/basic-weighting.ts'
import { rankSelector } from '../../scheduling/selectors/rank-selector.ts'
import type { EngineUnit } from '../../scheduling/unit.ts'
import type { SimPolicyUnit } from '../world/state.ts'

/** What the engine accepts as the value of each property of its own units. */
const regexes = {
  ScaleDown: '(100|[1-9]|[1-9][0-9])$',
  HighVmCount: '^([0-9]|[1-9][0-9]+)$',
  MigrationThreshold: '^([2-9]|[1-9][0-9]+)$',
  SpmVmGrace: '^([0-9]|[1-9][0-9]+)$',
  CpuOverCommitDurationMinutes: '^([1-9][0-9]*)$',
  HighUtilization: '^([5-9][0-9])$',
  LowUtilization: '^([0-9]|[1-4][0-9])$',
  VCpuToPhysicalCpuRatio: '^([0-2](\\.([0-9]+))?)$',
  HostsInReserve: '^[0-9][0-9]*$',
  EnableAutomaticHostPowerManagement: '^(true|false)$',
  MaxFreeMemoryForOverUtilized: '^([1-9][0-9]*)$',
  MinFreeMemoryForUnderUtilized: '^([1-9][0-9]*)$',
  HeSparesCount: '^([0-9][0-9]*)$',
  MaximumAllowedSwapUsage: '^1?[0-9]?[0-9]$',
} as const

/** What each does, in a line; units that share a name differ by their kind. */
const descriptions: Readonly<Record<EngineUnit['kind'], Readonly<Record<string, string>>>> = {
  filter: {
    CPU: 'Keeps hosts with at least as many CPU cores as the VM',
    CPUOverloaded: 'Leaves out hosts whose CPU has been busy for some time',
    'Emulated-Machine': 'Keeps hosts that support the machine type of the VM',
    HA: 'Keeps hosts that can run the hosted engine, when the VM is the hosted engine',
    Swap: 'Leaves out hosts that use more swap than allowed',
    Memory: 'Leaves out hosts without enough memory for the VM',
    NUMA: 'Keeps hosts whose NUMA nodes can hold the pinned virtual nodes',
    HugePages: 'Keeps hosts with enough free huge pages',
    Migration: 'Leaves out the host the VM is leaving',
    VmAffinityGroups: 'Obeys the enforced rules between VMs',
    VmToHostsAffinityGroups: 'Obeys the enforced rules between VMs and hosts',
    Network: 'Keeps hosts that carry the networks of the VM',
    HostedEngineSpares: 'Keeps room for the hosted engine on spare hosts',
    'Migration-Tsc-Frequency': 'Keeps hosts with a matching time-stamp counter',
    'Host-hooks': 'Keeps hosts that have the hooks the VM needs',
    ClusterInMaintenance: 'Stops new VMs unless they are highly available',
    InClusterUpgrade: 'Keeps VMs from moving back to an older operating system',
  },
  weight: {
    OptimalForCpuEvenDistribution: 'Prefers hosts with little CPU use',
    OptimalForMemoryEvenDistribution: 'Prefers hosts with much free memory',
    OptimalForCpuPowerSaving: 'Prefers hosts with much CPU use',
    OptimalForMemoryPowerSaving: 'Prefers hosts with little free memory',
    OptimalForEvenGuestDistribution: 'Prefers hosts with few VMs',
    PreferredHosts: 'Prefers the hosts named in the VM, at its start',
    HA: 'Prefers hosts with a good hosted-engine score',
    OptimalForHaReservation: 'Spreads highly available VMs',
    VmAffinityGroups: 'Prefers hosts that break few rules between VMs',
    VmToHostsAffinityGroups: 'Prefers hosts that break few rules about hosts',
    'CPU for high performance VMs': 'Prefers a matching CPU topology',
    'CPU and NUMA pinning compatibility': 'Prefers hosts that fit the pinning',
    'Fit VM to single host NUMA node': 'Prefers hosts where one node holds the VM',
    InClusterUpgrade: 'Prefers hosts with a newer operating system',
  },
  load_balancing: {
    None: 'Moves nothing',
    OptimalForEvenDistribution: 'Evens out CPU and memory',
    OptimalForPowerSaving: 'Empties hosts that are little used',
    OptimalForEvenGuestDistribution: 'Evens out the number of VMs',
  },
}

/** The units the engine lists: its mandatory filters are always active and never listed. */
export const internalUnits: readonly SimPolicyUnit[] = [
  ...engineUnits.filter(unit => !mandatoryFilters.some(mandatory => mandatory === unit)).map(toSim),
  selector(rankSelector, 'Chooses the host with the best weighed ranks'),
  selector(basicWeighting, 'Chooses the host with the smallest weighed sum'),
]

function toSim({ id, name, kind, properties }: EngineUnit): SimPolicyUnit {
  const regexOf = Object.fromEntries(
    properties.flatMap(property => (isKnown(property) ? [[property, regexes[property]]] : [])),
  )
  const description = descriptions[kind][name] ?? name
  return { id, name, description, kind, internal: true, enabled: true, properties: regexOf }
}

function isKnown(property: string): property is keyof typeof regexes {
  return Object.hasOwn(regexes, property)
}

function selector({ id, name }: Readonly<{ id: string; name: string }>, description: string): SimPolicyUnit {
  return { id, name, description, kind: undefined, internal: true, enabled: true, properties: {} }
}
