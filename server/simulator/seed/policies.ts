import type { Properties, SimPolicy } from '../world/state.ts'
import { hostMemoryBalanceId } from './external-units.ts'
import { balanceIds, filterIds, weightIds } from './unit-ids.ts'

export const policyIds = {
  none: 'b4ed2332-a7ac-4d5f-9596-99a439cb2812',
  evenlyDistributed: '20d25257-b4bd-4589-92a6-c4c5c5d3fd1a',
  powerSaving: '5a2b0939-7d46-4b73-a469-e9c2c7fc6a53',
  vmEvenlyDistributed: '8d5d7bec-68de-4a67-b53e-0ac54686d579',
  clusterMaintenance: '7677771e-5eab-422e-83fa-dc04080d21b7',
  /** Made by an administrator: even distribution with the external memory balancer. */
  memoryBalanced: '91c7e2d4-3b6f-4f8a-8d25-7e0a4c9b1f36',
} as const

/** In the engine's order; the first and the last keep that place. */
const commonFilters = filterPositions([
  filterIds.cpu,
  filterIds.cpuOverloaded,
  filterIds.emulatedMachine,
  filterIds.hostedEngine,
  filterIds.swap,
  filterIds.memory,
  filterIds.numa,
  filterIds.hugePages,
  filterIds.migration,
  filterIds.vmAffinity,
  filterIds.vmToHostsAffinity,
  filterIds.network,
  filterIds.hostedEngineSpares,
  filterIds.tscFrequency,
  filterIds.hostHooks,
])

const commonWeights = {
  [weightIds.preferredHosts]: 99,
  [weightIds.vmToHostsAffinity]: 20,
  [weightIds.cpuAndNumaPinning]: 5,
  [weightIds.highPerformanceCpu]: 4,
  [weightIds.hostedEngine]: 1,
  [weightIds.haReservation]: 1,
  [weightIds.vmAffinity]: 1,
}
const evenWeights = { [weightIds.evenCpu]: 2, [weightIds.evenMemory]: 1 }

const busyCpu = { CpuOverCommitDurationMinutes: '2', HighUtilization: '80' }

/** The five locked policies of every engine, and the one that the scenarios' clusters use. */
export const seedPolicies = (): SimPolicy[] => [
  { ...builtIn('none', policyIds.none, balanceIds.none, evenWeights, busyCpu), isDefault: true },
  builtIn('evenly_distributed', policyIds.evenlyDistributed, balanceIds.even, evenWeights, {
    HeSparesCount: '0',
    ...busyCpu,
    VCpuToPhysicalCpuRatio: '0',
  }),
  builtIn(
    'power_saving',
    policyIds.powerSaving,
    balanceIds.saving,
    { [weightIds.savingCpu]: 2, [weightIds.savingMemory]: 1 },
    { HeSparesCount: '0', ...busyCpu, LowUtilization: '20' },
  ),
  builtIn(
    'vm_evenly_distributed',
    policyIds.vmEvenlyDistributed,
    balanceIds.evenVmCount,
    { [weightIds.evenVmCount]: 2 },
    { HeSparesCount: '0', ...busyCpu, HighVmCount: '10', MigrationThreshold: '5', SpmVmGrace: '5' },
  ),
  {
    ...builtIn('cluster_maintenance', policyIds.clusterMaintenance, balanceIds.none, evenWeights, busyCpu),
    filters: [
      { unitId: filterIds.clusterInMaintenance, position: -1 },
      ...commonFilters.map(({ unitId, position }) => ({ unitId, position: Math.max(0, position) })),
    ],
  },
  {
    ...builtIn('memory_balanced', policyIds.memoryBalanced, hostMemoryBalanceId, evenWeights, {
      HeSparesCount: '0',
      ...busyCpu,
      VCpuToPhysicalCpuRatio: '0',
      minimum_host_memoryMB: '500',
      safe_selection: 'true',
    }),
    description: 'Even distribution; the external scheduler keeps memory free on every host',
    locked: false,
  },
]

function builtIn(
  name: string,
  id: string,
  balanceUnitId: string,
  weights: Readonly<Record<string, number>>,
  properties: Properties,
): SimPolicy {
  return {
    id,
    name,
    description: '',
    locked: true,
    isDefault: false,
    properties,
    filters: commonFilters.map(filter => ({ ...filter })),
    weights: Object.entries({ ...commonWeights, ...weights }).map(([unitId, factor]) => ({ unitId, factor })),
    balanceUnitId,
  }
}

function filterPositions(unitIds: readonly string[]) {
  return unitIds.map((unitId, index) => ({ unitId, position: index === 0 ? -1 : index === unitIds.length - 1 ? 1 : 0 }))
}
