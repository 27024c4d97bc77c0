import { evenDistributionBalance } from './balancers/even-distribution.ts'
import { evenGuestsBalance } from './balancers/even-guests.ts'
import { noneBalance } from './balancers/none.ts'
import { powerSavingBalance } from './balancers/power-saving.ts'
import { clusterInMaintenanceFilter } from './filters/cluster-in-maintenance.ts'
import { compatibilityVersionFilter } from './filters/compatibility-version.ts'
import { cpuFilter } from './filters/cpu.ts'
import { cpuLevelFilter } from './filters/cpu-level.ts'
import { cpuOverloadedFilter } from './filters/cpu-overloaded.ts'
import { cpuPinningFilter } from './filters/cpu-pinning.ts'
import { cpuTopologyFilter } from './filters/cpu-topology.ts'
import { emulatedMachineFilter } from './filters/emulated-machine.ts'
import { hostDeviceFilter } from './filters/host-device.ts'
import { hostHooksFilter } from './filters/host-hooks.ts'
import { hostedEngineFilter } from './filters/hosted-engine.ts'
import { hostedEngineSparesFilter } from './filters/hosted-engine-spares.ts'
import { hugePagesFilter } from './filters/huge-pages.ts'
import { inClusterUpgradeFilter } from './filters/in-cluster-upgrade.ts'
import { mediatedDevicesFilter } from './filters/mediated-devices.ts'
import { memoryFilter } from './filters/memory.ts'
import { migrationFilter } from './filters/migration.ts'
import { networkFilter } from './filters/network.ts'
import { numaFilter } from './filters/numa.ts'
import { pinToHostFilter } from './filters/pin-to-host.ts'
import { swapFilter } from './filters/swap.ts'
import { tscFrequencyFilter } from './filters/tsc-frequency.ts'
import { vmAffinityFilter } from './filters/vm-affinity.ts'
import { vmLeasesReadyFilter } from './filters/vm-leases-ready.ts'
import { vmToHostAffinityFilter } from './filters/vm-to-host-affinity.ts'
import type { EngineUnit, FilterUnit } from './unit.ts'
import { cpuAndNumaPinningWeight } from './weights/cpu-and-numa-pinning.ts'
import { evenCpuWeight } from './weights/even-cpu.ts'
import { evenGuestsWeight } from './weights/even-guests.ts'
import { evenMemoryWeight } from './weights/even-memory.ts'
import { haReservationWeight } from './weights/ha-reservation.ts'
import { highPerformanceCpuWeight } from './weights/high-performance-cpu.ts'
import { hostedEngineWeight } from './weights/hosted-engine.ts'
import { inClusterUpgradeWeight } from './weights/in-cluster-upgrade.ts'
import { powerSavingCpuWeight } from './weights/power-saving-cpu.ts'
import { powerSavingMemoryWeight } from './weights/power-saving-memory.ts'
import { preferredHostsWeight } from './weights/preferred-hosts.ts'
import { singleNumaNodeWeight } from './weights/single-numa-node.ts'
import { vmAffinityWeight } from './weights/vm-affinity.ts'
import { vmToHostAffinityWeight } from './weights/vm-to-host-affinity.ts'

/** Always asked, though no policy lists them. The engine asks them in no stated order. Source: rules §6, position M. */
export const mandatoryFilters: readonly FilterUnit[] = [
  compatibilityVersionFilter,
  cpuLevelFilter,
  cpuTopologyFilter,
  cpuPinningFilter,
  hostDeviceFilter,
  pinToHostFilter,
  vmLeasesReadyFilter,
  mediatedDevicesFilter,
]

/** In the order of the engine's own policies, which matters only to what is said first. Source: rules §8. */
export const commonFilters: readonly FilterUnit[] = [
  cpuFilter,
  cpuOverloadedFilter,
  emulatedMachineFilter,
  hostedEngineFilter,
  swapFilter,
  memoryFilter,
  numaFilter,
  hugePagesFilter,
  migrationFilter,
  vmAffinityFilter,
  vmToHostAffinityFilter,
  networkFilter,
  hostedEngineSparesFilter,
  tscFrequencyFilter,
  hostHooksFilter,
]

/** Every internal policy unit of the engine. Source: rules §6. */
export const engineUnits: readonly EngineUnit[] = [
  ...mandatoryFilters,
  ...commonFilters,
  clusterInMaintenanceFilter,
  inClusterUpgradeFilter,
  cpuAndNumaPinningWeight,
  evenCpuWeight,
  evenGuestsWeight,
  evenMemoryWeight,
  haReservationWeight,
  highPerformanceCpuWeight,
  hostedEngineWeight,
  inClusterUpgradeWeight,
  powerSavingCpuWeight,
  powerSavingMemoryWeight,
  preferredHostsWeight,
  singleNumaNodeWeight,
  vmAffinityWeight,
  vmToHostAffinityWeight,
  evenDistributionBalance,
  evenGuestsBalance,
  noneBalance,
  powerSavingBalance,
]
