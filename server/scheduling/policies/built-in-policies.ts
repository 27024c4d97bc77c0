import type { SchedulingPolicy } from '../../../shared/model/cluster.ts'
import { evenDistributionBalance } from '../balancers/even-distribution.ts'
import { evenGuestsBalance } from '../balancers/even-guests.ts'
import { noneBalance } from '../balancers/none.ts'
import { powerSavingBalance } from '../balancers/power-saving.ts'
import { commonFilters } from '../engine-units.ts'
import { clusterInMaintenanceFilter } from '../filters/cluster-in-maintenance.ts'
import type { BalanceUnit, FilterUnit, WeightUnit } from '../unit.ts'
import { cpuAndNumaPinningWeight } from '../weights/cpu-and-numa-pinning.ts'
import { evenCpuWeight } from '../weights/even-cpu.ts'
import { evenGuestsWeight } from '../weights/even-guests.ts'
import { evenMemoryWeight } from '../weights/even-memory.ts'
import { haReservationWeight } from '../weights/ha-reservation.ts'
import { highPerformanceCpuWeight } from '../weights/high-performance-cpu.ts'
import { hostedEngineWeight } from '../weights/hosted-engine.ts'
import { powerSavingCpuWeight } from '../weights/power-saving-cpu.ts'
import { powerSavingMemoryWeight } from '../weights/power-saving-memory.ts'
import { preferredHostsWeight } from '../weights/preferred-hosts.ts'
import { vmAffinityWeight } from '../weights/vm-affinity.ts'
import { vmToHostAffinityWeight } from '../weights/vm-to-host-affinity.ts'

type Factor = readonly [unit: WeightUnit, factor: number]

const commonWeights: readonly Factor[] = [
  [preferredHostsWeight, 99],
  [vmToHostAffinityWeight, 20],
  [cpuAndNumaPinningWeight, 5],
  [highPerformanceCpuWeight, 4],
  [hostedEngineWeight, 1],
  [haReservationWeight, 1],
  [vmAffinityWeight, 1],
]
const evenWeights: readonly Factor[] = [
  [evenCpuWeight, 2],
  [evenMemoryWeight, 1],
]
const busyCpu = { CpuOverCommitDurationMinutes: '2', HighUtilization: '80' }

/** The five locked policies that every engine has. Source: rules §8. */
export const builtInPolicies: readonly SchedulingPolicy[] = [
  builtIn('none', 'b4ed2332-a7ac-4d5f-9596-99a439cb2812', noneBalance, evenWeights, busyCpu),
  builtIn('evenly_distributed', '20d25257-b4bd-4589-92a6-c4c5c5d3fd1a', evenDistributionBalance, evenWeights, {
    HeSparesCount: '0',
    ...busyCpu,
    VCpuToPhysicalCpuRatio: '0',
  }),
  builtIn(
    'power_saving',
    '5a2b0939-7d46-4b73-a469-e9c2c7fc6a53',
    powerSavingBalance,
    [
      [powerSavingCpuWeight, 2],
      [powerSavingMemoryWeight, 1],
    ],
    { HeSparesCount: '0', ...busyCpu, LowUtilization: '20' },
  ),
  builtIn('vm_evenly_distributed', '8d5d7bec-68de-4a67-b53e-0ac54686d579', evenGuestsBalance, [[evenGuestsWeight, 2]], {
    HeSparesCount: '0',
    ...busyCpu,
    HighVmCount: '10',
    MigrationThreshold: '5',
    SpmVmGrace: '5',
  }),
  {
    ...builtIn('cluster_maintenance', '7677771e-5eab-422e-83fa-dc04080d21b7', noneBalance, evenWeights, busyCpu),
    filters: [
      { unitId: clusterInMaintenanceFilter.id, position: -1 },
      ...positioned(commonFilters).map(({ unitId, position }) => ({ unitId, position: Math.max(0, position) })),
    ],
  },
]

function builtIn(
  name: string,
  id: string,
  balance: BalanceUnit,
  weights: readonly Factor[],
  properties: Readonly<Record<string, string>>,
): SchedulingPolicy {
  return {
    id,
    name,
    locked: true,
    properties,
    filters: positioned(commonFilters),
    weights: [...commonWeights, ...weights].map(([unit, factor]) => ({ unitId: unit.id, factor })),
    balanceUnitId: balance.id,
  }
}

/** The first and the last keep that place. */
function positioned(filters: readonly FilterUnit[]): SchedulingPolicy['filters'] {
  return filters.map(({ id }, index) => ({
    unitId: id,
    position: index === 0 ? -1 : index === filters.length - 1 ? 1 : 0,
  }))
}
