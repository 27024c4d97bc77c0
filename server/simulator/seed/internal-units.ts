import type { PolicyUnitKind } from '../../../shared/model/cluster.ts'
import type { SimPolicyUnit } from '../world/state.ts'
import { balanceIds, filterIds, selectorIds, weightIds } from './unit-ids.ts'

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
type Property = keyof typeof regexes

const freeMemory = ['MaxFreeMemoryForOverUtilized', 'MinFreeMemoryForUnderUtilized'] as const

/** The units the engine lists: its mandatory filters are always active and never listed. */
export const internalUnits: readonly SimPolicyUnit[] = [
  filter(filterIds.cpu, 'CPU', 'Keeps hosts with at least as many CPU cores as the VM'),
  filter(filterIds.cpuOverloaded, 'CPUOverloaded', 'Leaves out hosts whose CPU has been busy for some time', [
    'HighUtilization',
    'CpuOverCommitDurationMinutes',
  ]),
  filter(filterIds.emulatedMachine, 'Emulated-Machine', 'Keeps hosts that support the machine type of the VM'),
  filter(filterIds.hostedEngine, 'HA', 'Keeps hosts that can run the hosted engine, when the VM is the hosted engine'),
  filter(filterIds.swap, 'Swap', 'Leaves out hosts that use more swap than allowed', ['MaximumAllowedSwapUsage']),
  filter(filterIds.memory, 'Memory', 'Leaves out hosts without enough memory for the VM'),
  filter(filterIds.numa, 'NUMA', 'Keeps hosts whose NUMA nodes can hold the pinned virtual nodes'),
  filter(filterIds.hugePages, 'HugePages', 'Keeps hosts with enough free huge pages'),
  filter(filterIds.migration, 'Migration', 'Leaves out the host the VM is leaving'),
  filter(filterIds.vmAffinity, 'VmAffinityGroups', 'Obeys the enforced rules between VMs'),
  filter(filterIds.vmToHostsAffinity, 'VmToHostsAffinityGroups', 'Obeys the enforced rules between VMs and hosts'),
  filter(filterIds.network, 'Network', 'Keeps hosts that carry the networks of the VM'),
  filter(filterIds.hostedEngineSpares, 'HostedEngineSpares', 'Keeps room for the hosted engine on spare hosts', [
    'HeSparesCount',
  ]),
  filter(filterIds.tscFrequency, 'Migration-Tsc-Frequency', 'Keeps hosts with a matching time-stamp counter'),
  filter(filterIds.hostHooks, 'Host-hooks', 'Keeps hosts that have the hooks the VM needs'),
  filter(filterIds.clusterInMaintenance, 'ClusterInMaintenance', 'Stops new VMs unless they are highly available'),
  filter(filterIds.inClusterUpgrade, 'InClusterUpgrade', 'Keeps VMs from moving back to an older operating system'),

  weight(weightIds.evenCpu, 'OptimalForCpuEvenDistribution', 'Prefers hosts with little CPU use', [
    'VCpuToPhysicalCpuRatio',
  ]),
  weight(weightIds.evenMemory, 'OptimalForMemoryEvenDistribution', 'Prefers hosts with much free memory'),
  weight(weightIds.savingCpu, 'OptimalForCpuPowerSaving', 'Prefers hosts with much CPU use', ['HighUtilization']),
  weight(weightIds.savingMemory, 'OptimalForMemoryPowerSaving', 'Prefers hosts with little free memory', freeMemory),
  weight(weightIds.evenVmCount, 'OptimalForEvenGuestDistribution', 'Prefers hosts with few VMs', ['SpmVmGrace']),
  weight(weightIds.preferredHosts, 'PreferredHosts', 'Prefers the hosts named in the VM, at its start'),
  weight(weightIds.hostedEngine, 'HA', 'Prefers hosts with a good hosted-engine score'),
  weight(weightIds.haReservation, 'OptimalForHaReservation', 'Spreads highly available VMs', ['ScaleDown']),
  weight(weightIds.vmAffinity, 'VmAffinityGroups', 'Prefers hosts that break few rules between VMs'),
  weight(weightIds.vmToHostsAffinity, 'VmToHostsAffinityGroups', 'Prefers hosts that break few rules about hosts'),
  weight(weightIds.highPerformanceCpu, 'CPU for high performance VMs', 'Prefers a matching CPU topology'),
  weight(weightIds.cpuAndNumaPinning, 'CPU and NUMA pinning compatibility', 'Prefers hosts that fit the pinning'),
  weight(weightIds.singleNumaNode, 'Fit VM to single host NUMA node', 'Prefers hosts where one node holds the VM'),
  weight(weightIds.inClusterUpgrade, 'InClusterUpgrade', 'Prefers hosts with a newer operating system'),

  balance(balanceIds.none, 'None', 'Moves nothing'),
  balance(balanceIds.even, 'OptimalForEvenDistribution', 'Evens out CPU and memory', [
    'HighUtilization',
    'CpuOverCommitDurationMinutes',
    'VCpuToPhysicalCpuRatio',
    ...freeMemory,
  ]),
  balance(balanceIds.saving, 'OptimalForPowerSaving', 'Empties hosts that are little used', [
    'HighUtilization',
    'LowUtilization',
    'CpuOverCommitDurationMinutes',
    'HostsInReserve',
    'EnableAutomaticHostPowerManagement',
    ...freeMemory,
  ]),
  balance(balanceIds.evenVmCount, 'OptimalForEvenGuestDistribution', 'Evens out the number of VMs', [
    'SpmVmGrace',
    'HighVmCount',
    'MigrationThreshold',
    ...freeMemory,
  ]),

  unit(selectorIds.rank, 'RankSelector', 'Chooses the host with the best weighed ranks', undefined),
  unit(selectorIds.basicWeighting, 'BasicWeighting', 'Chooses the host with the smallest weighed sum', undefined),
]

function filter(id: string, name: string, description: string, properties?: readonly Property[]): SimPolicyUnit {
  return unit(id, name, description, 'filter', properties)
}
function weight(id: string, name: string, description: string, properties?: readonly Property[]): SimPolicyUnit {
  return unit(id, name, description, 'weight', properties)
}
function balance(id: string, name: string, description: string, properties?: readonly Property[]): SimPolicyUnit {
  return unit(id, name, description, 'load_balancing', properties)
}

function unit(
  id: string,
  name: string,
  description: string,
  kind: PolicyUnitKind | undefined,
  properties: readonly Property[] = [],
): SimPolicyUnit {
  const regexOf = Object.fromEntries(properties.map(property => [property, regexes[property]]))
  return { id, name, description, kind, internal: true, enabled: true, properties: regexOf }
}
